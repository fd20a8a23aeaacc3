import { expect } from 'vitest'
import { createPublisher } from '../../api/feed/publisher.ts'
import { purgeExpired } from '../../api/store/expired.ts'
import { releaseDeadClaims } from '../../api/store/records/idempotency.ts'
import { HOUR, MINUTE } from '../support/clock.ts'
import { ordinary } from '../support/people.ts'
import { test } from '../support/world-test.ts'

test('expired rows are dropped in slices, and others stay', async ({ world }) => {
  const { store } = world.deps
  const now = world.clock.now().getTime()
  const rows = Array.from({ length: 25 }, (_, i) => ({
    client_id: `client ${i % 2}`,
    jti: String(i),
    expires_at: i < 24 ? now : now + 1,
  }))
  await store.transact((tx) => tx.insertInto('assertion').values(rows).execute())
  const purge = () => store.transact((tx) => purgeExpired(tx, now, 10))
  const left = async () =>
    (await store.read((db) => db.selectFrom('assertion').select('jti').execute())).map(({ jti }) => jti)
  expect([await purge(), (await left()).length]).toEqual([true, 15])
  expect([await purge(), await purge(), await left()]).toEqual([true, false, ['24']])
})

test('keys without a decision are dropped in slices; others stay as long as their decision', async ({
  world,
}) => {
  const { store } = world.deps
  const patient = world.patient()
  await patient.enrol(ordinary(0).id)
  const body = await patient.signed('stop', { all: true })
  const sent = await patient.sendDecision(body, 'key-of-a-decision')
  const [decided] = await store.read((db) => db.selectFrom('idempotency').selectAll().execute())
  if (!decided) throw new Error('no key is kept')
  const now = world.clock.now().getTime()
  const rows = Array.from({ length: 25 }, (_, i) => ({
    ...decided,
    key: String(i),
    decision_id: null,
    created_at: i < 24 ? now - 11 * MINUTE : now,
  }))
  await store.transact((tx) => tx.insertInto('idempotency').values(rows).execute())
  const left = async () =>
    (await store.read((db) => db.selectFrom('idempotency').select('key').orderBy('key').execute())).map(
      ({ key }) => key,
    )
  const slice = () => store.transact((tx) => releaseDeadClaims(tx, now - 10 * MINUTE, 10))
  expect([await slice(), (await left()).length]).toEqual([true, 16])
  await createPublisher(world.deps).tick()
  expect(await left()).toEqual(['24', decided.key].sort())

  world.clock.advance(400 * 24 * HOUR)
  await createPublisher(world.deps).tick()
  expect(await left()).toEqual([decided.key])
  await patient.signIn()
  const again = await patient.sendDecision(body, 'key-of-a-decision')
  expect([sent.status, again.status, await again.json()]).toEqual([201, 201, await sent.json()])
})
