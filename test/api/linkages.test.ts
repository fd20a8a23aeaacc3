import { describe, expect, vi } from 'vitest'
import { createApp } from '../../api/app.ts'
import type { LinkageAnswer } from '../../api/contract/holder.ts'
import { StoreUnavailable } from '../../api/store/errors.ts'
import { isIndividual } from '../../mocks/individual-number.ts'
import { DAY, HOUR } from '../support/clock.ts'
import { ndjson } from '../support/holder.ts'
import { numbersOf, ordinary, PEOPLE, toNumbers } from '../support/people.ts'
import { expectRefused } from '../support/refused.ts'
import type { World } from '../support/world.ts'
import { test } from '../support/world-test.ts'

const dayOf = (world: World, days = 0) =>
  new Date(world.clock.now().getTime() + days * DAY).toLocaleDateString('sv-SE', { timeZone: 'Asia/Tokyo' })
const usable = { state: 'usable', usable_from: null, token: expect.stringMatching(/^[\w-]{43}$/) }

describe('registering linkages', () => {
  test('answers one line per line, in order, and each token stands for one person', async ({ world }) => {
    const holder = world.holder('demo-registry')
    const people = [0, 1, 2].map((index) => numbersOf(ordinary(index)))
    const first = await holder.link('research', people)
    expect(first).toEqual([
      expect.objectContaining(usable),
      expect.objectContaining(usable),
      expect.objectContaining(usable),
    ])
    const again = await holder.link('research', people.toReversed())
    expect(again).toEqual(first.toReversed())
    expect((await world.check()).token).toHaveLength(3)
  })

  test('gives one person one linkage, whichever of their numbers a holder has', async ({ world }) => {
    const { coverages } = PEOPLE.twiceChanger
    const numbers = coverages.filter(isIndividual).map(toNumbers)
    expect(numbers).toHaveLength(2)
    const answers = await world.holder('demo-registry').link('research', numbers)
    expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1)
    expect((await world.check()).linkage).toHaveLength(1)
  })

  test('gives another token for another purpose', async ({ world }) => {
    const holder = world.holder('demo-biobank')
    const [research] = await holder.link('research', [numbersOf(ordinary(0))])
    const [industry] = await holder.link('industry', [numbersOf(ordinary(0))])
    expect(research).not.toEqual(industry)
    expect(JSON.stringify(industry)).toContain('/industry/')
  })

  test('takes many lines in one request', async ({ world }) => {
    const holder = world.holder('demo-registry')
    const [sealed = ''] = await holder.seal([numbersOf(ordinary(0))])
    const lines = `${JSON.stringify({ subject: sealed })}\n`.repeat(1200)
    const answers = ndjson<LinkageAnswer>(await (await holder.postLinkages('research', lines)).text())
    expect(answers).toHaveLength(1200)
    expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1)
  })

  test('cuts the connection where the store fails after the first answers', async ({ world }) => {
    const holder = world.holder('demo-registry')
    await holder.link('research', [])
    const [sealed = ''] = await holder.seal([numbersOf(ordinary(0))])
    const { store } = world.deps
    const { transact } = store
    let batches = 0
    vi.spyOn(store, 'transact').mockImplementation((work) =>
      ++batches === 1 ? transact(work) : Promise.reject(new StoreUnavailable('gone')),
    )
    const answer = await holder.postLinkages(
      'research',
      `${JSON.stringify({ subject: sealed })}\n`.repeat(1200),
    )
    expect(answer.status).toBe(200)
    await expect(answer.text()).rejects.toThrow('terminated')
    expect(batches).toBe(2)
  })

  test('answers an invalid line at its position and continues with the next', async ({ world }) => {
    const holder = world.holder('demo-registry')
    const [sealed = '', other = ''] = await holder.seal([numbersOf(ordinary(0)), numbersOf(ordinary(1))])
    const [foreign = ''] = await world.holder('demo-biobank').seal([numbersOf(ordinary(0))])
    const tampered = `${sealed.slice(0, -2)}${sealed.endsWith('AA') ? 'BB' : 'AA'}`
    const lines = [
      JSON.stringify({ subject: sealed }),
      'not json',
      '[]',
      JSON.stringify({ subject: 5 }),
      JSON.stringify({ subject: 'abc' }),
      JSON.stringify({ subject: tampered }),
      JSON.stringify({ subject: foreign }),
      JSON.stringify({ subject: sealed, insurer_number: '06990014' }),
      JSON.stringify({ subject: sealed, notified_on: '2026-02-30' }),
      JSON.stringify({ subject: sealed, notified_on: dayOf(world, 2) }),
      JSON.stringify({ subject: 'x'.repeat(9000) }),
      '',
      JSON.stringify({ subject: other }),
    ]
    const answers = ndjson<LinkageAnswer>(
      await (await holder.postLinkages('research', lines.join('\n'))).text(),
    )
    expect(answers.map((answer) => ('error' in answer ? answer.error : answer.state))).toEqual([
      'usable',
      'invalid-line',
      'invalid-line',
      'invalid-line',
      'subject-rejected',
      'subject-rejected',
      'subject-for-another-database',
      'invalid-line',
      'invalid-line',
      'notified-in-future',
      'invalid-line',
      'invalid-line',
      'usable',
    ])
    expect((await world.check()).linkage).toHaveLength(2)
  })

  test('refuses a sealed subject that is older than a day', async ({ world }) => {
    const holder = world.holder('demo-registry')
    const [subject] = await holder.seal([numbersOf(ordinary(0))])
    world.clock.advance(24 * HOUR + 61_000)
    holder.forgetToken()
    const answer = await holder.postLinkages('research', JSON.stringify({ subject }))
    expect(ndjson(await answer.text())).toEqual([{ error: 'subject-expired' }])
  })
})

test('a batch without a valid line is answered line by line, and changes nothing', async ({ world }) => {
  const holder = world.holder('demo-registry')
  const before = await world.fingerprint()
  const paths = [
    '/linkages?database=demo-registry&purpose=research',
    '/linkages/removals?database=demo-registry',
  ]
  for (const path of paths) {
    const answer = await holder.send('POST', path, { ndjson: '{}\n{"token":{}}' })
    expect(answer.status).toBe(200)
    expect(ndjson(await answer.text())).toMatchObject([
      { error: 'invalid-line', line: 1 },
      { error: 'invalid-line', line: 2 },
    ])
  }
  expect(await world.fingerprint()).toBe(before)
})

describe('a linkage whose law demands notice', () => {
  test('waits 30 days from the notice, and the list opens on the day', async ({ world }) => {
    const holder = world.holder('demo-jisedai')
    const [waiting] = await holder.link('research', [numbersOf(ordinary(0))], dayOf(world, -29))
    expect(waiting).toMatchObject({ state: 'waiting', usable_from: dayOf(world, 1) })
    await world.tick()
    expect((await world.check()).token[0]?.state).toBe('waiting')
    world.clock.advance(DAY)
    await world.tick()
    expect((await world.check()).token[0]?.state).toBe('usable')
  })

  test('waits without end while nobody was notified, and 30 days once the notice comes', async ({
    world,
  }) => {
    const holder = world.holder('demo-jisedai')
    const person = [numbersOf(ordinary(0))]
    expect(await holder.link('research', person)).toMatchObject([{ state: 'waiting', usable_from: null }])
    world.clock.advance(365 * DAY)
    await world.tick()
    expect((await world.check()).token[0]?.state).toBe('waiting')
    holder.forgetToken()
    expect(await holder.link('research', person, dayOf(world, -40))).toMatchObject([{ state: 'usable' }])
  })

  test('is shown to the patient as waiting, with the day', async ({ world }) => {
    await world.holder('demo-jisedai').link('industry', [numbersOf(ordinary(0))], dayOf(world))
    const patient = world.patient()
    await patient.enrol(ordinary(0).id)
    const { databases } = await patient.databases()
    const view = databases.find(({ id }) => id === 'demo-jisedai')
    expect(view?.linkages).toMatchObject([
      { purpose: 'industry', state: 'waiting', usable_from: dayOf(world, 30) },
    ])
  })

  test('can be stopped while it waits, and allowed again it still waits', async ({ world }) => {
    await world.holder('demo-jisedai').link('research', [numbersOf(ordinary(0))], dayOf(world, -1))
    const patient = world.patient()
    await patient.enrol(ordinary(0).id)
    await patient.decide('stop', { all: true })
    await patient.decide('allow', { all: true })
    expect((await world.check()).token.map(({ state }) => state).sort()).toEqual(['revoked', 'waiting'])
  })
})

describe('registration is refused', () => {
  test("for a database of another client, as if it did not exist, and for a purpose that the client's own does not have", async ({
    world,
  }) => {
    const holder = world.holder('demo-registry')
    await expectRefused(world, 'not-found', () => holder.postLinkages('research', '{}', 'demo-biobank'))
    await expectRefused(world, 'not-found', () => holder.postLinkages('research', '{}', 'nobody'))
    await expectRefused(world, 'unknown-purpose', () => holder.postLinkages('industry', '{}'))
    await expectRefused(world, 'invalid-request', () => holder.postLinkages('marketing', '{}'))
    await expectRefused(world, 'invalid-request', () => holder.send('POST', '/linkages', { ndjson: '{}' }))
  })

  test('in another content type', async ({ world }) => {
    const holder = world.holder('demo-registry')
    await expectRefused(world, 'unsupported-media-type', () =>
      holder.send('POST', '/linkages?database=demo-registry&purpose=research', { json: {} }),
    )
  })

  test('when compressed, because inflating unknown input exhausts memory', async ({ world }) => {
    const holder = world.holder('demo-registry')
    await expectRefused(world, 'unsupported-media-type', () =>
      holder.send('POST', '/linkages?database=demo-registry&purpose=research', {
        ndjson: '{}',
        headers: { 'content-encoding': 'gzip' },
      }),
    )
  })

  test('when the body breaks off before its first line', async ({ world }) => {
    const { clientId } = world.holder('demo-registry').key
    const { access_token } = world.deps.accessTokens.issue(clientId, ['linkages.write'], null)
    const headers = { authorization: `Bearer ${access_token}`, 'content-type': 'application/x-ndjson' }
    const body = new ReadableStream({ start: (lines) => lines.error(new Error('aborted')) })
    const init = { method: 'POST', headers, body, duplex: 'half' } as RequestInit
    const request = new Request(`${world.origin}/linkages?database=demo-registry&purpose=research`, init)
    await expectRefused(world, 'invalid-request', async () => createApp(world.deps).fetch(request, {}))
  })
})
