import { describe, expect } from 'vitest'
import type { DatabasesAnswer } from '../../api/contract/patient.ts'
import { readStored } from '../support/check/stored.ts'
import { numbersOf, ordinary } from '../support/people.ts'
import { expectRefused } from '../support/refused.ts'
import type { World } from '../support/world.ts'
import { test } from '../support/world-test.ts'

const DATABASE = 'demo-registry'

/** Two people linked at the registry; the first can decide. What the holder says of their tokens. */
async function linked(world: World) {
  const holder = world.holder(DATABASE)
  const answers = await holder.link('research', [numbersOf(ordinary(0)), numbersOf(ordinary(1))])
  const tokens = answers.map((answer) => ('token' in answer ? answer.token : ''))
  const path = `/ssf/streams/${await holder.streamId()}/outcomes`
  const send = (ndjson: string) => holder.send('POST', path, { ndjson })
  const say = async (...lines: object[]) => {
    const answer = await send(lines.map((line) => JSON.stringify(line)).join('\n'))
    expect(answer.status).toBe(200)
    return (await answer.text())
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as Record<string, unknown>)
  }
  const patient = world.patient()
  await patient.enrol(ordinary(0).id)
  const decide = async (choice: 'stop' | 'allow') => {
    await patient.decide(choice, { all: true })
    await world.tick()
  }
  const seen = async () => {
    const { databases } = await patient.call<DatabasesAnswer>('GET', '/api/databases')
    return databases.find(({ id }) => id === DATABASE)?.linkages[0]?.outcome
  }
  const [token = '', other = ''] = tokens
  return { holder, token, other, send, say, decide, seen }
}

const history = async (world: World) =>
  (await readStored(world.place)).outcome
    .sort((a, b) => a.ordinal - b.ordinal)
    .map(({ code, reason, until }) => [code, reason, until])

describe('an outcome', () => {
  test('is answered line for line, and shown beside the stop', async ({ world }) => {
    const { token, other, say, decide, seen } = await linked(world)
    expect(await seen()).toBeNull()
    await decide('stop')
    expect(await seen()).toBeNull()
    const said = { token, outcome: 'partly', reason: 'published', until: '2026-12-31' }
    expect(
      await say(
        { ...said, ref: '1' },
        { token: other, outcome: 'applied', ref: '2' },
        { token: 'unknown', outcome: 'applied', ref: '3' },
        { token, outcome: 'gone', ref: '4' },
      ),
    ).toEqual([
      { token, outcome: 'partly', ref: '1' },
      { error: 'not-revoked', ref: '2' },
      { error: 'not-found', ref: '3' },
      { error: 'invalid-line', ref: '4', line: 4, issues: [expect.objectContaining({ path: 'outcome' })] },
    ])
    const at = expect.stringMatching(/^\d{4}-\d\d-\d\dT.*Z$/)
    expect(await seen()).toEqual({ code: 'partly', reason: 'published', until: '2026-12-31', at })
    await say({ token, outcome: 'applied' })
    expect(await seen()).toEqual({ code: 'applied', at })
  })

  test('is replaced by a later line, also of the same body; what was said before is kept, once', async ({
    world,
  }) => {
    const { token, say, decide, seen } = await linked(world)
    await decide('stop')
    const cannot = { token, outcome: 'cannot', reason: 'law' }
    await say({ token, outcome: 'not-found' }, cannot, cannot)
    await say(cannot)
    await say({ ...cannot, until: '2027-03-31' })
    await say({ token, outcome: 'not-found' })
    expect(await seen()).toMatchObject({ code: 'not-found' })
    expect(await history(world)).toEqual([
      ['not-found', null, null],
      ['cannot', 'law', null],
      ['cannot', 'law', '2027-03-31'],
      ['not-found', null, null],
    ])
    const { audit } = await readStored(world.place)
    expect(audit.filter(({ kind }) => kind === 'outcomes')).toHaveLength(3)
  })

  test('needs a reason where the row is not wholly out of use', async ({ world }) => {
    const { token, say, decide } = await linked(world)
    await decide('stop')
    for (const outcome of ['partly', 'cannot', 'exempt']) {
      expect(await say({ token, outcome })).toEqual([{ error: 'reason-required' }])
      expect(await say({ token, outcome, reason: null })).toEqual([{ error: 'reason-required' }])
      expect(await say({ token, outcome, reason: 'approved-before' })).toEqual([{ token, outcome }])
    }
    for (const outcome of ['applied', 'not-found'])
      expect(await say({ token, outcome })).toEqual([{ token, outcome }])
  })

  test('may name a day in the past, and no day that does not exist', async ({ world }) => {
    const { token, say, decide, seen } = await linked(world)
    await decide('stop')
    const until = (day: string) =>
      say({ token, outcome: 'partly', reason: 'material-being-destroyed', until: day })
    expect(await until('2020-01-31')).toEqual([{ token, outcome: 'partly' }])
    expect(await seen()).toMatchObject({ until: '2020-01-31' })
    for (const day of ['2026-02-30', '2026-1-1', '', '2026-12-31T00:00:00Z'])
      expect(await until(day)).toMatchObject([{ error: 'invalid-line' }])
  })

  test('ignores members that it does not know, as every route of streams', async ({ world }) => {
    const { token, say, decide } = await linked(world)
    await decide('stop')
    expect(await say({ token, outcome: 'applied', operator: 'x' })).toEqual([{ token, outcome: 'applied' }])
    expect(JSON.stringify(await readStored(world.place))).not.toContain('operator')
  })

  test('is that of the stop that stands: none while allowed, and none yet of a newer stop', async ({
    world,
  }) => {
    const { holder, token, say, decide, seen } = await linked(world)
    await decide('stop')
    await say({ token, outcome: 'applied' })
    await decide('allow')
    expect(await seen()).toBeNull()
    const [again] = await holder.link('research', [numbersOf(ordinary(0))])
    const renewed = again && 'token' in again ? again.token : ''
    expect(await say({ token: renewed, outcome: 'applied' })).toEqual([{ error: 'not-revoked' }])
    await decide('stop')
    expect(await seen()).toBeNull()
    await say({ token: renewed, outcome: 'not-found' })
    expect(await seen()).toMatchObject({ code: 'not-found' })
  })

  test('of a token that its holder took back is refused, unless it was stopped before', async ({ world }) => {
    const { holder, token, other, say, decide } = await linked(world)
    const lines = [token, other].map((one) => JSON.stringify({ token: one })).join('\n')
    await decide('stop')
    await holder.send('POST', `/linkages/removals?database=${DATABASE}`, { ndjson: lines })
    expect(await say({ token, outcome: 'applied' }, { token: other, outcome: 'applied' })).toEqual([
      { token, outcome: 'applied' },
      { error: 'not-revoked' },
    ])
  })

  test('of a foreign token is answered as of one that nobody knows', async ({ world }) => {
    const { say, decide } = await linked(world)
    const [foreign] = await world.holder('demo-biobank').link('research', [numbersOf(ordinary(0))])
    await decide('stop')
    const token = foreign && 'token' in foreign ? foreign.token : ''
    expect(await say({ token, outcome: 'applied' })).toEqual([{ error: 'not-found' }])
    expect(await history(world)).toEqual([])
  })

  test('is told by the holder of the stream alone', async ({ world }) => {
    const { holder, token } = await linked(world)
    const path = `/ssf/streams/${await holder.streamId()}/outcomes`
    const ndjson = JSON.stringify({ token, outcome: 'applied' })
    const biobank = world.holder('demo-biobank')
    await expectRefused(world, 'not-found', () => biobank.send('POST', path, { ndjson }))
  })

  test('said many times at once has one history', async ({ world }) => {
    const { token, say, decide } = await linked(world)
    await decide('stop')
    const lines = ['law', 'published'].map((reason) => ({ token, outcome: 'cannot', reason }))
    // At most four uploads of a client are read at once.
    for (let round = 0; round < 5; round++)
      await Promise.all([say(...lines), say(...lines.toReversed()), say(lines[0] ?? {})])
    const codes = await history(world)
    expect(codes.length).toBeGreaterThan(1)
    for (const [i, code] of codes.entries()) expect(code).not.toEqual(codes[i + 1])
  })
})
