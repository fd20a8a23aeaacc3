import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Kysely, sql } from 'kysely'
import { expect, test } from 'vitest'
import { decisionDigest } from '../../api/domain/audit.ts'
import { scopes } from '../../api/store/migrations/0022-scopes.ts'
import { decisionsOf, insertDecision } from '../../api/store/records/decisions.ts'
import { columnsOf, scopeOf } from '../../api/store/records/scopes.ts'
import { newestCovering, newestDecision } from '../../api/store/records/standing.ts'
import { openStore, placeForStore } from '../support/engine.ts'

/** The schema before this step. */
const BEFORE = ['drop table decision_database', 'alter table decision drop column scope_databases']

const SCOPES = ['null, null', `'demo-biobank', null`, `'demo-biobank', 'research'`]
const ROWS = [
  ...SCOPES.map(
    (
      scope,
      i,
    ) => `insert into decision (id, subject, ordinal, choice, scope_database, scope_purpose, text, locale,
      device, recorded_at, evidence, receipt_number, receipt)
      values ('d${i}', 's', ${i + 1}, 'stop', ${scope}, 't', 'ja', 'personal', ${i}, '{}', 'r${i}', 'jws')`,
  ),
  `insert into linkage (id, subject, database_id, purpose, generation, told, registered_at)
   values ('l', 's', 'demo-biobank', 'research', 1, 1, 0)`,
]

test('decisions from before other scopes keep theirs, their order and their digest, and new ones follow', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'erabu-scopes-'))
  const store = await openStore(await placeForStore(folder))
  try {
    const digests = await store.transact(async (tx) => {
      for (const statement of [...BEFORE, ...ROWS]) await sql.raw(statement).execute(tx)
      const old = await tx.selectFrom('decision').selectAll().orderBy('ordinal').execute()
      await scopes.up(tx as unknown as Kysely<unknown>)
      return old.map(decisionDigest)
    })
    const several = { databases: ['demo-biobank', 'demo-registry'] }
    await store.transact(async (tx) => {
      const [last] = await tx.selectFrom('decision').selectAll().limit(1).execute()
      if (!last) throw new Error('no decision')
      const { ordinal: _, ...rest } = last
      for (const [i, scope] of [several, { purpose: 'research' } as const].entries())
        await insertDecision(tx, {
          ...rest,
          ...columnsOf(scope),
          id: `n${i}`,
          receipt_number: `n${i}`,
          recorded_at: 10 + i,
        })
    })
    await store.read(async (db) => {
      const rows = await db.selectFrom('decision').selectAll().orderBy('ordinal').execute()
      expect(rows.slice(0, 3).map(decisionDigest)).toEqual(digests)
      const shown = await decisionsOf(db, { subject: 's', before: 100 }, 10)
      expect(shown.map((row) => [row.ordinal, scopeOf(row)])).toEqual([
        [5, { purpose: 'research' }],
        [4, several],
        [3, { database: 'demo-biobank', purpose: 'research' }],
        [2, { database: 'demo-biobank' }],
        [1, { all: true }],
      ])
      const all = { scope_database: null, scope_purpose: null }
      expect((await newestDecision(db, 's', all))?.ordinal).toBe(1)
      const covering = await newestCovering(db, ['l'], { database_id: 'demo-biobank', purpose: 'research' })
      expect(
        covering
          .get('l')
          ?.map(({ ordinal }) => ordinal)
          .sort(),
      ).toEqual([1, 2, 3, 4, 5])
    })
  } finally {
    await store.close()
    rmSync(folder, { recursive: true })
  }
})
