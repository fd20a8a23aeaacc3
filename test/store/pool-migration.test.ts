import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Kysely, sql } from 'kysely'
import { expect, test } from 'vitest'
import { pool } from '../../api/store/migrations/0010-pool.ts'
import { openStore, placeForStore } from '../support/engine.ts'

/** The schema before this step: its additions are removed. */
const BEFORE = [
  'drop index token_listed_waiting',
  'alter table token drop column listed',
  'alter table linkage drop column told',
  'drop index outbox_pool',
  ...['not_before', 'deadline', 'ordinal'].map((name) => `alter table outbox drop column ${name}`),
  'create index outbox_database on outbox (database_id)',
  'alter table event drop column ordinal',
  'alter table feed drop column round_at',
  'alter table status_list drop column reserved',
]

/** One linkage that was stopped and allowed, and one that was stopped: all changes wait. */
const ROWS = [
  ...['a', 'b'].map(
    (id) => `insert into linkage (id, subject, database_id, purpose, generation, registered_at)
      values ('${id}', '${id}', 'd', 'research', ${id === 'a' ? 2 : 1}, 0)`,
  ),
  ...[
    ['a', 1, 'revoked'],
    ['a', 2, 'usable'],
    ['b', 1, 'revoked'],
  ].map(
    (
      [id, generation, state],
      idx,
    ) => `insert into token (token, linkage_id, generation, database_id, purpose, list,
      idx, state, changed_at, change_no) values ('${id}${generation}', '${id}', ${generation}, 'd', 'research', 1,
      ${idx}, '${state}', 0, 1)`,
  ),
  ...[
    ['a1', 'revoke'],
    ['a2', 'create'],
    ['b1', 'revoke'],
  ].map(
    ([token, kind]) => `insert into outbox (id, database_id, token, kind, recorded_at)
      values ('${token}', 'd', '${token}', '${kind}', 7)`,
  ),
  `insert into status_list (database_id, purpose, list, change_no, built_no, assigned)
   values ('d', 'research', 1, 1, 0, 3)`,
]

test('a store from before pools is migrated: waiting changes go out at once, and a new token is hidden until then', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'erabu-pool-'))
  const store = await openStore(await placeForStore(folder))
  try {
    await store.transact(async (tx) => {
      for (const statement of [...BEFORE, ...ROWS]) await sql.raw(statement).execute(tx)
      await pool.up(tx as unknown as Kysely<unknown>)
    })
    const { tokens, linkages, outbox, list } = await store.read(async (db) => ({
      tokens: await db.selectFrom('token').select(['token', 'listed']).orderBy('token').execute(),
      linkages: await db.selectFrom('linkage').select(['id', 'told']).orderBy('id').execute(),
      outbox: await db.selectFrom('outbox').select(['not_before', 'deadline']).distinct().execute(),
      list: await db.selectFrom('status_list').select(['assigned', 'reserved']).executeTakeFirst(),
    }))
    expect(tokens).toEqual([
      { token: 'a1', listed: 'revoked' },
      { token: 'a2', listed: 'hidden' },
      { token: 'b1', listed: 'revoked' },
    ])
    expect(linkages).toEqual([
      { id: 'a', told: 1 },
      { id: 'b', told: 1 },
    ])
    expect(outbox).toEqual([{ not_before: 0, deadline: 0 }])
    expect(list).toEqual({ assigned: 2, reserved: 1 })
  } finally {
    await store.close()
    rmSync(folder, { recursive: true })
  }
})
