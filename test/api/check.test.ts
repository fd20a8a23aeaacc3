import type { Kysely } from 'kysely'
import { describe, expect, test } from 'vitest'
import type { Schema } from '../../api/store/schema.ts'
import { numbersOf, ordinary } from '../support/people.ts'
import { startWorld } from '../support/world.ts'

/** Ways in which a store could become wrong, and the words with which the check must report it. */
const DAMAGE: [what: string, said: RegExp, damage: (db: Kysely<Schema>) => Promise<unknown>][] = [
  [
    'an event is missing',
    /feed demo-registry: seq 3 at place 2/,
    (db) => db.deleteFrom('event').where('seq', '=', 2).execute(),
  ],
  [
    'an event is gone from the end',
    /head at 3, 2 events/,
    (db) => db.deleteFrom('event').where('seq', '=', 3).execute(),
  ],
  [
    'an event was altered',
    /does not verify|SET 1: sub_id/,
    (db) =>
      db
        .updateTable('event')
        .set({ token: 'A'.repeat(43) })
        .where('seq', '=', 1)
        .execute(),
  ],
  [
    'the digest is another one',
    /digest of the head/,
    (db) =>
      db
        .updateTable('feed')
        .set({ revoked_digest: 'A'.repeat(43) })
        .execute(),
  ],
  [
    'a revoked token is usable again',
    /a revoked token came back/,
    (db) => db.updateTable('token').set({ state: 'usable' }).where('state', '=', 'revoked').execute(),
  ],
  [
    'a revocation is never told',
    /a revoked token is told 0 times/,
    (db) => db.deleteFrom('outbox').execute(),
  ],
  [
    'an index moved',
    /a token or its place is gone/,
    (db) =>
      db
        .updateTable('token')
        .set({ idx: 5 })
        .where('generation', '=', 1)
        .where('state', '=', 'usable')
        .execute(),
  ],
  [
    'a holder was told more than was published',
    /usable: is usable|its revocation was published|came back/,
    (db) => db.updateTable('token').set({ listed: 'usable' }).where('listed', '=', 'revoked').execute(),
  ],
  [
    'what a holder was told is hidden again',
    /the token that was told is hidden/,
    (db) => db.updateTable('token').set({ listed: 'hidden' }).where('state', '=', 'usable').execute(),
  ],
  [
    'a stop waits longer than its person was told',
    /revoke with a deadline 1 ms too late/,
    (db) =>
      db
        .updateTable('outbox')
        .set((eb) => ({ deadline: eb('recorded_at', '+', 1) }))
        .execute(),
  ],
  [
    'a decision says something else than was signed',
    /the row says something else than was signed/,
    (db) => db.updateTable('decision').set({ choice: 'allow' }).execute(),
  ],
  [
    'a decision was signed by somebody else',
    /signed with the passkey of somebody else/,
    async (db) => {
      const [one, two] = await db.selectFrom('patient').selectAll().execute()
      const change = db.updateTable('passkey').set({ patient_id: one?.id ?? '' })
      await change.where('patient_id', '=', two?.id ?? '').execute()
    },
  ],
  [
    'a receipt was altered',
    /the receipt does not verify/,
    (db) => db.updateTable('decision').set({ receipt: 'a.b.c' }).execute(),
  ],
  [
    'evidence was altered',
    /signature/,
    async (db) => {
      const row = await db.selectFrom('decision').selectAll().executeTakeFirstOrThrow()
      const evidence = JSON.parse(row.evidence)
      evidence.signature = evidence.signature.replace(/.{4}$/, 'AAAA')
      await db
        .updateTable('decision')
        .set({ evidence: JSON.stringify(evidence) })
        .where('id', '=', row.id)
        .execute()
    },
  ],
  [
    'a decision about several databases would not be found by one of them',
    /databases of decisions differ/,
    (db) => db.deleteFrom('decision_database').where('database_id', '=', 'demo-biobank').execute(),
  ],
  [
    'a decision about several databases names another',
    /is about something else|challenge|was changed after it was audited/,
    (db) =>
      db
        .updateTable('decision')
        .set({ scope_databases: 'demo-biobank,demo-jisedai' })
        .where('scope_databases', 'is not', null)
        .execute(),
  ],
  [
    'a decision vanished',
    /ordinals of .* have a gap|against the latest decision/,
    (db) => db.deleteFrom('decision').where('ordinal', '=', 1).execute(),
  ],
]

/** Five people linked at the registry: three stopped and published, one stopped and not published, one who allows. */
async function startBusyWorld() {
  const world = await startWorld()
  const people = [0, 1, 2, 3, 4].map(ordinary)
  await world.holder('demo-registry').link('research', people.map(numbersOf))
  for (const [index, { id }] of people.slice(0, 4).entries()) {
    if (index === 3) await world.tick()
    const patient = world.patient()
    await patient.enrol(id)
    await patient.decide('stop', { all: true })
    if (index === 2) await patient.decide('stop', { databases: ['demo-biobank', 'demo-registry'] })
  }
  await world.check()
  const harm = (damage: (db: Kysely<Schema>) => Promise<unknown>) =>
    world.deps.store.transact((tx) => damage(tx as unknown as Kysely<Schema>))
  return { world, harm }
}

describe('the check of the stored state notices when', () => {
  test.for(DAMAGE)('%s', async ([, said, damage]) => {
    const { world, harm } = await startBusyWorld()
    try {
      await harm(damage)
      await expect(world.check()).rejects.toThrow(said)
    } finally {
      await world.close()
    }
  })

  test('a list opens what is not usable', async () => {
    const { world, harm } = await startBusyWorld()
    try {
      await world.tick()
      await harm((db) =>
        db
          .updateTable('token')
          .set({ state: 'waiting', listed: 'waiting' })
          .where('state', '=', 'usable')
          .execute(),
      )
      await expect(world.check()).rejects.toThrow(/1 open entries, 0 tokens told usable/)
    } finally {
      await world.close()
    }
  })
})
