import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Kysely, sql } from 'kysely'
import { expect, test } from 'vitest'
import { usageUploads } from '../../api/store/migrations/0018-usage-uploads.ts'
import { uses } from '../../api/store/migrations/0025-uses.ts'
import { usagesOf } from '../../api/store/records/usage.ts'
import { openStore, placeForStore } from '../support/engine.ts'

/** The schema as it was before. */
const BEFORE = [
  'drop table upload_token',
  'drop table usage_upload',
  'drop index usage_once',
  `create table used_linkage (usage_id text not null references usage (id),
     linkage_id text not null references linkage (id), primary key (linkage_id, usage_id))`,
]

/** Two people; one use reported three times, the second time for both; and one other report. */
const ROWS = [
  ...['a', 'b'].map(
    (id) => `insert into linkage (id, subject, database_id, purpose, generation, told, registered_at)
      values ('${id}', '${id}', 'd', 'research', 2, 1, 0)`,
  ),
  ...['a', 'b'].flatMap((id, i) =>
    [1, 2].map(
      (
        generation,
      ) => `insert into token (token, linkage_id, generation, database_id, purpose, list, idx, state,
        listed, changed_at, change_no) values ('${id}${generation}', '${id}', ${generation}, 'd', 'research', 1,
        ${2 * i + generation}, 'usable', '${generation === 1 ? 'usable' : 'hidden'}', 0, 0)`,
    ),
  ),
  ...[
    ['u1', 'p', 1],
    ['u2', 'p', 2],
    ['u3', 'p', 3],
    ['other', 'q', 4],
  ].map(
    ([
      id,
      project,
      at,
    ]) => `insert into usage (id, database_id, project_id, title, organisation, purpose, from_day,
      to_day, reported_at) values ('${id}', 'd', '${project}', 't', 'o', 'research', '2026-10-01', '2026-10-31', ${at})`,
  ),
  ...[
    ['u1', 'a'],
    ['u2', 'a'],
    ['u2', 'b'],
    ['u3', 'b'],
    ['other', 'b'],
  ].map(
    ([usage, linkage]) => `insert into used_linkage (usage_id, linkage_id) values ('${usage}', '${linkage}')`,
  ),
]

test('reports that were sent several times become one, with all of their people', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'erabu-usage-'))
  const store = await openStore(await placeForStore(folder))
  try {
    await store.transact(async (tx) => {
      for (const statement of [...BEFORE, ...ROWS]) await sql.raw(statement).execute(tx)
      for (const step of [usageUploads, uses]) await step.up(tx as unknown as Kysely<unknown>)
    })
    const of = (subject: string) =>
      store.read(async (db) => (await usagesOf(db, subject)).map(({ id }) => id))
    expect([await of('a'), await of('b')]).toEqual([['u1'], ['other', 'u1']])
    const left = await store.read((db) => db.selectFrom('usage').select('id').orderBy('id').execute())
    expect(left).toEqual([{ id: 'other' }, { id: 'u1' }])
    const named = await store.read((db) =>
      db.selectFrom('upload_token').select(['token', 'class']).distinct().orderBy('token').execute(),
    )
    expect(named, 'the tokens that the holder knows').toEqual([
      { token: 'a1', class: null },
      { token: 'b1', class: null },
    ])
  } finally {
    await store.close()
    rmSync(folder, { recursive: true })
  }
})
