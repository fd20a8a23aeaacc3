import { expect } from 'vitest'
import { purgeExpired } from '../../api/store/sessions.ts'
import { test } from '../support/world-test.ts'

test('what has expired goes in slices, and what has not stays', async ({ world }) => {
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
