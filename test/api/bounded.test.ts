import { decodeJwt } from 'jose'
import { expect, vi } from 'vitest'
import { STREAM_UPDATED } from '../../api/contract/holder.ts'
import { numbersOf, ordinary } from '../support/people.ts'
import { expectRefused } from '../support/refused.ts'
import { seedEvents, seedWaiting } from '../support/seeds.ts'
import { doneBefore, longestShare } from '../support/turns.ts'
import type { World } from '../support/world.ts'
import { seeded, test } from '../support/world-test.ts'

vi.setConfig({ testTimeout: 120_000 })

/** The longest turn may be at most this share of a long work. */
const SHARE = 1 / 3
const LINKAGES = '/linkages?database=demo-registry&purpose=research'

/** A person who is about to decide. */
async function decider(world: World) {
  await world.holder('demo-biobank').link('research', [numbersOf(ordinary(0))])
  const patient = world.patient()
  await patient.enrol(ordinary(0).id)
  return () => patient.decide('stop', { all: true })
}

const numbered = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, i) => `e${from + i}`)

async function asClient(holder: ReturnType<World['holder']>, type: string) {
  const { access_token } = (await (await holder.token()).json()) as { access_token: string }
  return { authorization: `Bearer ${access_token}`, 'content-type': type }
}

/** Sends a body that does not end before `end`. */
const sendSlowly = (url: string, headers: Record<string, string>, text: string, end: Promise<void>) =>
  fetch(url, {
    method: 'POST',
    headers,
    duplex: 'half',
    body: new ReadableStream<Uint8Array>({
      async pull(out) {
        out.enqueue(Buffer.from(text))
        await end
        out.close()
      },
    }),
  } as RequestInit)

seeded(
  'acknowledgements far ahead of a gap are recorded in slices, and remembered 5,000 events ahead',
  async ({ world }) => {
    const decide = await decider(world)
    const holder = world.holder('demo-registry')
    await holder.streamId()
    await seedEvents(world, 'demo-registry', 12_000)
    const acks = () =>
      world.deps.store.read(async (db) =>
        (await db.selectFrom('ack').select('seq').execute()).map(({ seq }) => seq),
      )
    const settle = (ack: string[]) => holder.poll({ ack, maxEvents: 0, returnImmediately: true })

    const polls = () => Promise.all(Array.from({ length: 4 }, () => settle(numbered(2, 10_001))))
    expect(await doneBefore(polls, decide)).toBe(true)
    expect((await acks()).length).toBe(4999)
    const again = await holder.poll({ maxEvents: 3, returnImmediately: true })
    expect(Object.keys(again.sets)).toEqual(['e1', 'e5001', 'e5002'])
    await settle(['e1'])
    expect(await acks()).toEqual([])
    const rest = await holder.poll({ maxEvents: 2, returnImmediately: true })
    expect(Object.keys(rest.sets)).toEqual(['e5001', 'e5002'])
    await expectRefused(world, 'invalid-request', async () =>
      holder.send('POST', `/ssf/streams/${await holder.streamId()}/poll`, {
        json: { ack: numbered(1, 10_001) },
      }),
    )
  },
)

seeded('large polls of a client wait for each other, and too many are refused', async ({ world }) => {
  const holder = world.holder('demo-registry')
  const path = `/ssf/streams/${await holder.streamId()}/poll`
  await seedEvents(world, 'demo-registry', 10_000)
  const json = { ack: numbered(2, 10_000), maxEvents: 0, returnImmediately: true }
  await holder.token()
  const answers = await Promise.all(Array.from({ length: 20 }, () => holder.send('POST', path, { json })))
  const statuses = answers.map(({ status }) => status)
  expect(new Set(statuses)).toEqual(new Set([200, 429]))
  expect(statuses.filter((status) => status === 200).length).toBeGreaterThanOrEqual(4)
  expect(answers.find(({ status }) => status === 429)?.headers.get('retry-after')).toBe('1')
  const large = { ...json, ack: [], more: 'x'.repeat(512 * 1024) }
  await expectRefused(world, 'body-too-large', () => holder.send('POST', path, { json: large }))
})

test('a large poll that waits for new events does not delay other polls', async ({ world }) => {
  const holder = world.holder('demo-registry')
  const path = `/ssf/streams/${await holder.streamId()}/poll`
  const ack = Array.from({ length: 5000 }, (_, i) => `not one of ours ${i}`)
  let waits = true
  const long = holder.send('POST', path, { json: { ack } }).finally(() => {
    waits = false
  })
  await vi.waitFor(() => expect(world.deps.wakeUps.waiting('demo-registry')).toBe(1), 20_000)
  expect((await holder.send('POST', path, { json: { ack, returnImmediately: true } })).status).toBe(200)
  expect(waits).toBe(true)
  world.deps.wakeUps.notify('demo-registry')
  expect((await long).status).toBe(200)
})

test('a stream accepts 120 polls at once', async ({ world }) => {
  const [holder, other] = [world.holder('demo-registry'), world.holder('demo-biobank')]
  const path = `/ssf/streams/${await holder.streamId()}/poll`
  const { promise: end, resolve: finish } = Promise.withResolvers<void>()
  const headers = await asClient(holder, 'application/json')
  const slow = '{"maxEvents":0}'
  const open = Array.from({ length: 120 }, () => sendSlowly(world.origin + path, headers, slow, end))
  const poll = () => holder.send('POST', path, { json: { maxEvents: 0 } })
  await vi.waitFor(async () => expect((await poll()).status).toBe(429), 20_000)
  await expectRefused(world, 'rate-limited', poll)
  expect((await other.poll({ returnImmediately: true, maxEvents: 0 })).sets).toEqual({})
  finish()
  const statuses = await Promise.all(open.map(async (answer) => (await answer).status))
  // One of our own probes may have taken the last free position.
  expect(statuses.filter((status) => status === 200).length).toBeGreaterThanOrEqual(119)
  await vi.waitFor(async () => expect((await poll()).status).toBe(200), 20_000)
})

seeded('a thousand errors are accepted at once, and more are refused', async ({ world }) => {
  const holder = world.holder('demo-registry')
  const path = `/ssf/streams/${await holder.streamId()}/poll`
  await seedEvents(world, 'demo-registry', 900)
  const errs = (count: number) =>
    Object.fromEntries(numbered(1, count).map((jti) => [jti, { err: 'invalid_key' }]))
  await expectRefused(world, 'invalid-request', () =>
    holder.send('POST', path, { json: { setErrs: errs(1001), returnImmediately: true } }),
  )
  const answer = await holder.poll({ setErrs: errs(1000), returnImmediately: true })
  expect(answer.sets).toEqual({})
  const kept = await world.deps.store.read((db) =>
    db.selectFrom('delivery_error').select(['jti', 'err']).execute(),
  )
  expect(kept).toHaveLength(900)
})

test('invalid lines delay nobody, and a client has four uploads at once', async ({ world }) => {
  const decide = await decider(world)
  const holder = world.holder('demo-registry')
  await holder.token()
  const lines = 'x\n'.repeat(10_000)
  const upload = async () => (await holder.send('POST', LINKAGES, { ndjson: lines })).text()
  const four = () => Promise.all([upload(), upload(), upload(), upload()])
  const share = await longestShare(async () => {
    expect(await doneBefore(four, decide)).toBe(true)
  })
  expect(share).toBeLessThan(SHARE)
})

test('a client has four uploads at once, and another one its own', async ({ world }) => {
  const [holder, other] = [world.holder('demo-registry'), world.holder('demo-biobank')]
  const { promise: end, resolve: finish } = Promise.withResolvers<void>()
  const headers = await asClient(holder, 'application/x-ndjson')
  const begin = () => sendSlowly(world.origin + LINKAGES, headers, 'x\n', end)
  const open = await Promise.all([begin(), begin(), begin(), begin()])
  const outcomes = `/ssf/streams/${await holder.streamId()}/outcomes`
  for (const path of [LINKAGES, '/linkages/removals?database=demo-registry', outcomes, '/usage'])
    await expectRefused(world, 'rate-limited', () => holder.send('POST', path, { ndjson: 'x\n' }))
  expect((await other.postLinkages('research', 'x\n')).status).toBe(200)
  finish()
  for (const answer of open) expect(await answer.json()).toMatchObject({ error: 'invalid-line', line: 1 })
  expect((await holder.postLinkages('research', 'x\n')).status).toBe(200)
})

seeded(
  'thousands that become usable on one day are opened in slices, and a decision runs in between',
  async ({ world }) => {
    const decide = await decider(world)
    const of = { database_id: 'demo-jisedai', purpose: 'research', usable_from: '2020-01-01' } as const
    await seedWaiting(world, of, 5000)
    const share = await longestShare(async () => {
      expect(await doneBefore(() => world.tick(), decide)).toBe(true)
    })
    expect(share).toBeLessThan(SHARE)
    const states = await world.deps.store.read((db) =>
      db.selectFrom('token').select('state').distinct().where('database_id', '=', 'demo-jisedai').execute(),
    )
    expect(states).toEqual([{ state: 'usable' }])
    const built = await world.deps.store.read((db) =>
      db.selectFrom('status_list').select(['change_no', 'built_no']).execute(),
    )
    for (const { change_no, built_no } of built) expect(built_no).toBe(change_no)
  },
)

test('only the newest change of a stream’s status waits', async ({ world }) => {
  const holder = world.holder('demo-registry')
  const stream_id = await holder.streamId()
  for (let i = 0; i < 10; i++)
    for (const status of ['paused', 'enabled'])
      await holder.send('POST', '/ssf/status', { json: { stream_id, status, reason: `round ${i}` } })
  await holder.send('POST', '/ssf/verify', { json: { stream_id, state: 'still here' } })
  const sets = Object.values((await holder.poll()).sets).map(
    (set) => decodeJwt(set).events as Record<string, object>,
  )
  expect(sets).toHaveLength(2)
  expect(sets.flatMap((events) => events[STREAM_UPDATED] ?? [])).toEqual([
    expect.objectContaining({ status: 'enabled', reason: 'round 9' }),
  ])
})

seeded('only events of the stream count as unusable for its holder', async ({ world }) => {
  const holder = world.holder('demo-registry')
  await holder.streamId()
  await seedEvents(world, 'demo-registry', 3)
  const warn = vi.spyOn(world.deps.log, 'warn')
  const unusable = () => warn.mock.calls.filter(([, message]) => message === 'holder could not use events')
  const report = (jtis: string[]) =>
    holder.poll({
      setErrs: Object.fromEntries(jtis.map((jti) => [jti, { err: 'invalid_key' }])),
      returnImmediately: true,
    })
  await report(['never-1', 'never-2'])
  expect(unusable()).toEqual([])
  await report(['e1', 'never-1', 'e2'])
  expect(unusable().map(([fields]) => fields)).toEqual([{ database: 'demo-registry', errors: 2 }])
  // Reported again they are no news.
  await report(['e1', 'e2'])
  expect(unusable()).toHaveLength(1)
  await report(['e2', 'e3'])
  expect(unusable()[1]?.[0]).toEqual({ database: 'demo-registry', errors: 1 })
})
