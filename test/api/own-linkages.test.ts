import { describe, expect, vi } from 'vitest'
import type { OwnLinkageLine } from '../../api/contract/holder.ts'
import { StoreUnavailable } from '../../api/store/errors.ts'
import { ndjson } from '../support/holder.ts'
import { numbersOf, ordinary } from '../support/people.ts'
import { linked, test as pooled, STOP_WAIT } from '../support/pooled.ts'
import { codeOf } from '../support/problem.ts'
import { expectRefused } from '../support/refused.ts'
import { seedWaiting } from '../support/seeds.ts'
import type { World } from '../support/world.ts'
import { seeded, test } from '../support/world-test.ts'

const DATABASE = 'demo-registry'
const PATH = `/linkages?database=${DATABASE}`

async function listed(
  world: World,
  database: Parameters<World['holder']>[0] = DATABASE,
): Promise<OwnLinkageLine[]> {
  const answer = await world.holder(database).send('GET', `/linkages?database=${database}`)
  expect([answer.status, answer.headers.get('content-type')]).toEqual([200, 'application/x-ndjson'])
  return ndjson<OwnLinkageLine>(await answer.text())
}
const byToken = (lines: OwnLinkageLine[]) => lines.toSorted((a, b) => (a.token < b.token ? -1 : 1))

describe('a holder lists its linkages', () => {
  test('as it was told of them when it registered them, with purpose and notice', async ({ world }) => {
    expect(await listed(world)).toEqual([])
    const holder = world.holder('demo-jisedai')
    const told = [
      ...(await holder.link('research', [numbersOf(ordinary(0)), numbersOf(ordinary(1))], '2026-10-01')).map(
        (one) => ({ ...one, purpose: 'research', notified_on: '2026-10-01' }),
      ),
      ...(await holder.link('industry', [numbersOf(ordinary(0))])).map((one) => ({
        ...one,
        purpose: 'industry',
        notified_on: null,
      })),
    ]
    await world.holder('demo-biobank').link('research', [numbersOf(ordinary(0))])
    expect(byToken(await listed(world, 'demo-jisedai'))).toEqual(byToken(told as OwnLinkageLine[]))
  })

  test('without those that it took back, and with the new token of a person who allowed again', async ({
    world,
  }) => {
    const holder = world.holder(DATABASE)
    const [one, two] = await holder.link('research', [numbersOf(ordinary(0)), numbersOf(ordinary(1))])
    const patient = world.patient()
    await patient.enrol(ordinary(0).id)
    await patient.decide('stop', { all: true })
    await world.tick()
    expect((await listed(world)).map(({ state }) => state).sort()).toEqual(['revoked', 'usable'])
    await patient.decide('allow', { all: true })
    await world.tick()
    const tokens = (await listed(world)).map(({ token, state }) => [token, state])
    expect(tokens).toHaveLength(2)
    expect(tokens.flat()).not.toContain(linked([one] as never).token)
    expect(tokens.map(([, state]) => state)).toEqual(['usable', 'usable'])
    const token = linked([two] as never).token
    await holder.send('POST', `/linkages/removals?database=${DATABASE}`, {
      ndjson: JSON.stringify({ token }),
    })
    expect(await listed(world)).toHaveLength(1)
  })

  pooled('as published: a waiting stop is not visible', async ({ world }) => {
    await world.holder(DATABASE).link('research', [numbersOf(ordinary(0)), numbersOf(ordinary(1))])
    await world.tick()
    const before = await listed(world)
    const patient = world.patient()
    await patient.enrol(ordinary(0).id)
    await patient.decide('stop', { all: true })
    expect(await listed(world)).toEqual(before)
    world.clock.advance(STOP_WAIT)
    await world.tick()
    expect((await listed(world)).map(({ state }) => state).sort()).toEqual(['revoked', 'usable'])
  })

  test('only of its own databases', async ({ world }) => {
    const holder = world.holder(DATABASE)
    for (const other of ['demo-biobank', 'nobody'])
      await expectRefused(world, 'not-found', () => holder.send('GET', `/linkages?database=${other}`))
    await expectRefused(world, 'invalid-request', () => holder.send('GET', '/linkages'))
    await expectRefused(world, 'invalid-token', () => fetch(world.origin + PATH))
  })
})

describe('a long list', () => {
  const MANY = 1300
  const prepare = (world: World) =>
    seedWaiting(world, { database_id: DATABASE, purpose: 'research', usable_from: '2999-01-01' }, MANY)

  seeded('comes completely, each linkage once, in slices', async ({ world }) => {
    await prepare(world)
    const reads = vi.spyOn(world.deps.store, 'read')
    const tokens = (await listed(world)).map(({ token }) => token)
    expect([tokens.length, new Set(tokens).size]).toEqual([MANY, MANY])
    expect(reads.mock.calls.length).toBeGreaterThanOrEqual(MANY / 500)
  })

  seeded(
    'is cut off when the store fails, and is a problem when it fails at the start',
    async ({ world }) => {
      await prepare(world)
      const holder = world.holder(DATABASE)
      await holder.streamId()
      const { read } = world.deps.store
      let slices = 0
      const failAt = (which: number) =>
        vi.spyOn(world.deps.store, 'read').mockImplementation((fn) => {
          slices += 1
          return slices === which ? Promise.reject(new StoreUnavailable('away')) : read(fn)
        })
      failAt(3)
      const answer = await holder.send('GET', PATH)
      expect(answer.status).toBe(200)
      await expect(answer.text()).rejects.toThrow()
      slices = 0
      failAt(1)
      expect((await holder.send('GET', PATH)).status).toBe(503)
      vi.restoreAllMocks()
      // Each listing has left the gate.
      for (let times = 0; times < 3; times++) expect(await listed(world)).toHaveLength(MANY)
    },
  )

  seeded(
    'is served to two readers of a client at once, and to the next when one has gone',
    async ({ world }) => {
      await prepare(world)
      const holder = world.holder(DATABASE)
      const { access_token } = (await (await holder.token()).json()) as { access_token: string }
      const gone = new AbortController()
      const ask = (signal = AbortSignal.timeout(20_000)) =>
        fetch(world.origin + PATH, { headers: { authorization: `Bearer ${access_token}` }, signal })
      const { read } = world.deps.store
      const { promise: released, resolve: release } = Promise.withResolvers<void>()
      const reads = vi.spyOn(world.deps.store, 'read').mockImplementation(async (fn) => {
        await released
        return read(fn)
      })
      const two = [ask(gone.signal), ask(gone.signal)]
      await expect.poll(() => reads.mock.calls.length, { timeout: 10_000 }).toBe(2)
      expect(await codeOf(await ask())).toBe('rate-limited')
      gone.abort()
      for (const one of two) await expect(one).rejects.toThrow()
      release()
      const next = async () => ndjson(await (await ask()).text()).length
      await expect.poll(next, { timeout: 10_000 }).toBe(MANY)
    },
  )
})
