import { expect, test, vi } from 'vitest'
import { createPublisher } from '../../api/feed/publisher.ts'
import { linkagesOf } from '../../api/store/records/linkages.ts'
import { HOUR, MINUTE } from '../support/clock.ts'
import { numbersOf, ordinary } from '../support/people.ts'
import { PRODUCTION } from '../support/pooled.ts'
import { startWorld } from '../support/world.ts'

const PEOPLE = 8
const DATABASES = ['demo-registry', 'demo-biobank'] as const
const TICK_MS = 5000
vi.setConfig({ testTimeout: 60_000 })

/** A world in which each change makes a round, and three publishers that tick at different times. */
async function startPublishers() {
  const world = await startWorld({ settings: { ...PRODUCTION, ERABU_POOL_MIN: '1' } })
  world.clock.hold()
  const publishers = Array.from({ length: 3 }, () => createPublisher(world.deps))
  const people = Array.from({ length: PEOPLE }, (_, index) => ordinary(index))
  for (const id of DATABASES) await world.holder(id).link('research', people.map(numbersOf))
  const patients = []
  for (const { id } of people) {
    const patient = world.patient()
    await patient.enrol(id)
    patients.push(patient)
  }
  /** All publishers at once, then one after the other. */
  async function interval() {
    await Promise.all(publishers.map(({ tick }) => tick()))
    for (const { tick } of publishers) {
      world.clock.advance(TICK_MS / 3)
      await tick()
    }
  }
  return { world, patients, interval }
}

test('several publishers make one round of a database in an interval, and number each change once', async () => {
  const { world, patients, interval } = await startPublishers()
  try {
    for (const patient of patients) await patient.decide('stop', { all: true })
    for (let i = 0; i < 4; i++) await interval()
    const { event } = await world.check()
    for (const id of DATABASES) {
      const times = new Set(event.filter((row) => row.database_id === id).map((row) => row.published_at))
      const intervals = new Set([...times].map((at) => Math.floor(at / TICK_MS)))
      expect(times.size).toBe(intervals.size)
      expect(times.size).toBeGreaterThan(0)
    }
  } finally {
    await world.close()
  }
})

test('a stop is published where its allow was published meanwhile; otherwise neither is published', async () => {
  const { world, patients } = await startPublishers()
  try {
    const [patient] = patients
    await patient?.decide('stop', { all: true })
    world.clock.advance(HOUR)
    await world.tick()
    await patient?.signIn()
    await patient?.decide('allow', { all: true })
    const { store, clock, minting } = world.deps
    const subject = (await world.check()).decision[0]?.subject ?? ''
    const read = await store.read((db) => linkagesOf(db, subject))
    const told = read.find(({ database_id }) => database_id === 'demo-registry')
    await store.transact((tx) =>
      tx
        .updateTable('outbox')
        .set({ not_before: 0, deadline: 0 })
        .where('token', '=', told?.token ?? '')
        .execute(),
    )
    world.clock.advance(TICK_MS)
    await world.tick()
    // Like a transaction that had read before the publisher committed.
    await store.transact((tx) => minting.revoke(tx, read, { ordinal: 3, recorded_at: clock.now().getTime() }))
    const waiting = await store.read((db) => db.selectFrom('outbox').select(['token', 'kind']).execute())
    expect(waiting).toEqual([{ token: told?.token, kind: 'revoke' }])
  } finally {
    await world.close()
  }
})

test('several publishers publish each change by its deadline, whatever was decided meanwhile', async () => {
  const { world, patients, interval } = await startPublishers()
  try {
    for (const choice of ['stop', 'allow', 'stop'] as const) {
      const decided = patients.slice(0, 3).map((patient) => patient.decide(choice, { all: true }))
      await Promise.all([interval(), ...decided])
    }
    for (let ahead = 0; ahead < HOUR; ahead += 10 * MINUTE) {
      world.clock.advance(10 * MINUTE - TICK_MS)
      await interval()
      const { outbox } = await world.check()
      // A round of the interval before, at the latest, has taken what was due then.
      const now = world.clock.now().getTime()
      for (const { deadline } of outbox) expect(deadline).toBeGreaterThan(now - TICK_MS)
    }
    const { event, outbox, token } = await world.check()
    expect(outbox).toEqual([])
    const linkageOf = new Map(token.map((row) => [row.token, row.linkage_id]))
    const chains = [...Map.groupBy(event, (row) => linkageOf.get(row.token)).values()]
    expect(chains).toHaveLength(3 * DATABASES.length)
    // An allow that waited when its person stopped again was told to nobody.
    for (const chain of chains)
      expect(['revoke', 'revoke,create,revoke']).toContain(chain.map(({ kind }) => kind).join())
  } finally {
    await world.close()
  }
})
