import { randomUUID } from 'node:crypto'
import { describe, expect } from 'vitest'
import { numbersOf, ordinary } from '../support/people.ts'
import { linked } from '../support/pooled.ts'
import { expectRefused } from '../support/refused.ts'
import { INLINE, usesOf } from '../support/uses.ts'
import { test } from '../support/world-test.ts'

const NUMBER = '123456789018'
/** Ways in which people paste it. */
const PASTED = [NUMBER, `母 ${NUMBER}`, '1234-5678-9018', '１２３４　５６７８　９０１８']

describe('a My Number is refused and leaves no trace,', () => {
  test.for([...PASTED, `key${NUMBER}`, `iPhone1234-5678-9018x`])(
    'in the name of a passkey (%s)',
    async (name, { world }) => {
      const patient = world.patient()
      await patient.enrol(ordinary(0).id)
      const [{ id } = { id: '' }] = patient.authenticator.credentials
      await expectRefused(
        world,
        'my-number-refused',
        () => patient.browser.send('PATCH', `/api/passkeys/${id}`, { json: { name } }),
        [NUMBER, name],
      )
    },
  )

  const STRAY: [path: string, json: unknown][] = [
    ['/api/portal/requests', { device: 'personal', return_to: 'patient', my_number: NUMBER }],
    ['/api/portal/requests', { device: 'personal', return_to: 'patient', [NUMBER]: true }],
    ['/api/portal/requests', { device: NUMBER, return_to: 'patient' }],
    ['/api/sessions/options', { device: 'personal', note: { words: ['a\n1234 5678 9018\nb'] } }],
    ['/api/passkeys/options', { device: 'personal', number: Number(NUMBER) }],
    ['/api/decisions/options', { decision: { choice: 'stop', scope: { database: NUMBER }, locale: 'ja' } }],
    ['/api/sessions', { response: { id: NUMBER } }],
  ]
  test.for(STRAY)('where a patient’s screen never sends one: %s %j', async ([path, json], { world }) => {
    const patient = world.patient()
    await patient.enrol(ordinary(0).id)
    await expectRefused(world, 'my-number-refused', () => patient.browser.send('POST', path, { json }), [
      NUMBER,
    ])
  })

  test('in a body that is not even JSON', async ({ world }) => {
    const patient = world.patient()
    await expectRefused(
      world,
      'my-number-refused',
      () => patient.browser.send('POST', '/api/sessions/options', { body: `my number is ${NUMBER}` }),
      [NUMBER],
    )
  })

  test('as a transport of a passkey', async ({ world }) => {
    const patient = world.patient()
    await patient.prove(ordinary(0).id)
    const response = patient.authenticator.create(await patient.passkeyOptions())
    const posing = { ...response, response: { ...response.response, transports: [NUMBER] } }
    await expectRefused(
      world,
      'my-number-refused',
      () => patient.browser.send('POST', '/api/passkeys', { json: { response: posing } }),
      [NUMBER],
    )
  })

  test.for(PASTED)('in the words of a holder (%s)', async (words, { world }) => {
    const holder = world.holder('demo-registry')
    const stream_id = await holder.streamId()
    const calls: [method: string, path: string, json: unknown][] = [
      ['PATCH', '/ssf/streams', { stream_id, description: words }],
      ['PUT', '/ssf/streams', { stream_id, description: words }],
      ['POST', '/ssf/status', { stream_id, status: 'paused', reason: words }],
    ]
    for (const [method, path, json] of calls)
      await expectRefused(world, 'my-number-refused', () => holder.send(method, path, { json }), [
        NUMBER,
        words,
      ])
    const project = { id: 'p1', title: 't', organisation: 'o', purpose: 'research' }
    for (const member of ['title', 'organisation']) {
      const head = { project: { ...project, [member]: words }, database: 'demo-registry' }
      const ndjson = `${JSON.stringify({ ...head, from: '2026-10-01', to: '2026-10-31' })}\n`
      await expectRefused(world, 'my-number-refused', () => holder.send('POST', '/usage', { ndjson }), [
        NUMBER,
        words,
      ])
    }
  })
})

describe('a My Number as a name that a holder gives is refused and leaves no trace,', () => {
  const DAYS = { from: '2026-10-01', to: '2026-10-31' }

  test.for([...PASTED, `p-${NUMBER}`])('of a project (%s)', async (id, { world }) => {
    const { put, erase, report } = usesOf(world.holder('demo-registry'))
    const calls = [
      () => put(id),
      () => erase(id, '2026-10-31'),
      () => report(id, DAYS, []),
      () => report({ ...INLINE, id }, DAYS, []),
    ]
    for (const call of calls) await expectRefused(world, 'my-number-refused', call, [NUMBER, id])
  })

  test.for([NUMBER, '1234-5678-9018', `p-${NUMBER}`])('of a report (%s)', async (key, { world }) => {
    const head = { database: 'demo-registry', project: { ...INLINE, id: 'p-1' }, ...DAYS }
    const send = () =>
      world.holder('demo-registry').send('POST', '/usage', {
        ndjson: JSON.stringify(head),
        headers: { 'Idempotency-Key': key },
      })
    await expectRefused(world, 'my-number-refused', send, [key])
  })
})

describe('a number of an insurance card is refused and leaves no trace,', () => {
  test('in the name of a passkey', async ({ world }) => {
    const patient = world.patient()
    await patient.enrol(ordinary(0).id)
    const [{ id } = { id: '' }] = patient.authenticator.credentials
    for (const name of ['06 13 04 88', '記号12番号345', '1234567のスマホ'])
      await expectRefused(
        world,
        'number-refused',
        () => patient.browser.send('PATCH', `/api/passkeys/${id}`, { json: { name } }),
        [name],
      )
  })

  test('in the words of a holder', async ({ world }) => {
    const holder = world.holder('demo-registry')
    const stream_id = await holder.streamId()
    for (const words of ['06130488', '保険者番号 ０６１３０４８８', '138.057'])
      await expectRefused(
        world,
        'number-refused',
        () => holder.send('PATCH', '/ssf/streams', { json: { stream_id, description: words } }),
        [words],
      )
  })
})

test('machine identifiers are accepted with any digits', async ({ world }) => {
  const holder = world.holder('demo-registry')
  const stream_id = await holder.streamId()
  const { token } = linked(await holder.link('research', [numbersOf(ordinary(0))]))
  const verified = await holder.send('POST', '/ssf/verify', { json: { stream_id, state: NUMBER } })
  expect(verified.status).toBe(204)
  const project = { id: '202611290930', title: '研究 2026-10-01', organisation: '大学', purpose: 'research' }
  const head = { database: 'demo-registry', project, from: '2026-10-01', to: '2026-10-31' }
  const ndjson = `${JSON.stringify(head)}\n${JSON.stringify({ token })}\n`
  expect((await holder.send('POST', '/usage', { ndjson })).status).toBe(201)
})

test('a My Number in members that a specification ignores is dropped', async ({ world }) => {
  const holder = world.holder('demo-registry')
  const stream_id = await holder.streamId()
  const answers = [
    await holder.send('PATCH', '/ssf/streams', { json: { stream_id, my_number: NUMBER } }),
    await holder.send('POST', `/ssf/streams/${stream_id}/poll`, {
      json: {
        returnImmediately: true,
        ack: [NUMBER],
        setErrs: { [NUMBER]: { err: NUMBER, description: NUMBER } },
      },
    }),
    await holder.send('POST', '/linkages/removals?database=demo-registry', {
      ndjson: `${JSON.stringify({ token: NUMBER })}\n`,
    }),
    await holder.postLinkages('research', `${JSON.stringify({ subject: NUMBER })}\n`),
  ]
  for (const answer of answers) {
    expect(answer.status).toBe(200)
    expect(await answer.text()).not.toContain(NUMBER)
  }
  expect(JSON.stringify(await world.check())).not.toContain(NUMBER)
})

test('a path in a refused body is named as far as its names are ours', async ({ world }) => {
  const holder = world.holder('demo-registry')
  const poll = `/ssf/streams/${await holder.streamId()}/poll`
  const answer = await holder.send('POST', poll, { json: { setErrs: { 'Yamada Taro': { err: 5 } } } })
  expect(answer.status).toBe(400)
  const text = await answer.text()
  expect(text).not.toContain('Yamada')
  expect(JSON.parse(text)).toMatchObject({ issues: [{ path: 'setErrs' }] })
  const patient = world.patient()
  const refused = await patient.browser.send('POST', '/api/decisions', {
    json: { decision: { scope: { all: true } }, response: { response: { signature: 5 } } },
    headers: { 'Idempotency-Key': randomUUID() },
  })
  const { issues } = (await refused.json()) as { issues: { path: string }[] }
  expect(issues.map(({ path }) => path)).toContain('response.response.signature')
})
