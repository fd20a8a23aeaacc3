import {
  DummyDriver,
  Kysely,
  PostgresAdapter,
  PostgresIntrospector,
  PostgresQueryCompiler,
  type QueryResult,
} from 'kysely'
import { describe, expect, test as plain } from 'vitest'
import { lockLinkages, lockLinkagesOf, lockPeople, lockStream } from '../../api/store/locks.ts'
import type { Schema } from '../../api/store/schema.ts'
import type { Transactor } from '../../api/store/store.ts'
import { test } from '../support/bare-store.ts'
import { linked, put, rowsOf } from '../support/rows.ts'

/** A transaction of an engine that runs several at once. It notes what is asked, and answers with `rows`. */
function recording(...rows: object[]) {
  const asked: { sql: string; parameters: readonly unknown[] }[] = []
  class Driver extends DummyDriver {
    override async acquireConnection() {
      const connection = await super.acquireConnection()
      return {
        ...connection,
        async executeQuery<R>({ sql, parameters }: { sql: string; parameters: readonly unknown[] }) {
          asked.push({ sql, parameters })
          return { rows } as QueryResult<R>
        },
      }
    }
  }
  const db = new Kysely<Schema>({
    dialect: {
      createAdapter: () => new PostgresAdapter(),
      createDriver: () => new Driver(),
      createIntrospector: (db) => new PostgresIntrospector(db),
      createQueryCompiler: () => new PostgresQueryCompiler(),
    },
  })
  return { tx: db as unknown as Transactor, asked }
}

describe('where several transactions run at once', () => {
  plain('people are locked in one order, and known before they are locked', async () => {
    const { tx, asked } = recording({ subject: 'b' })
    await lockPeople(tx, ['c', 'b', 'a', 'b'])
    expect(asked).toEqual([
      {
        sql: 'select "subject" from "person" where "subject" in ($1, $2, $3) order by "subject" for update',
        parameters: ['a', 'b', 'c'],
      },
      {
        sql: expect.stringMatching(
          /^insert into "person" \("subject"\) values \(\$1\), \(\$2\) on conflict \("subject"\) do update set "subject" = "excluded"\."subject"$/,
        ),
        parameters: ['a', 'c'],
      },
    ])
  })

  plain('people who are all known are only locked', async () => {
    const { tx, asked } = recording({ subject: 'a' })
    await lockPeople(tx, ['a'])
    expect(asked).toHaveLength(1)
  })

  plain('linkages are locked in one order, each once', async () => {
    const { tx, asked } = recording()
    await lockLinkages(tx, ['m', 'l', 'm'])
    expect(asked).toEqual([
      {
        sql: 'select "id" from "linkage" where "id" in ($1, $2) order by "id" for update',
        parameters: ['m', 'l'],
      },
    ])
  })

  plain('linkages of people are locked in the same order, all or those of one purpose', async () => {
    const { tx, asked } = recording()
    await lockLinkagesOf(tx, ['s'])
    await lockLinkagesOf(tx, ['s'], { database_id: 'a', purpose: 'research' })
    const own = 'select "own"."id" from "linkage" as "own" where "own"."subject" in ($1)'
    const parties =
      'select "party"."linkage_id" as "id" from "party" where "party"."subject" in ($2) and "party"."until" is null'
    const all = `select "id" from "linkage" where "linkage"."id" in (${own} union all ${parties})`
    expect(asked).toEqual([
      { sql: `${all} order by "id" for update`, parameters: ['s', 's'] },
      {
        sql: `${all} and "database_id" = $3 and "purpose" = $4 order by "id" for update`,
        parameters: ['s', 's', 'a', 'research'],
      },
    ])
  })

  plain('of nobody nothing is locked', async () => {
    const { tx, asked } = recording()
    await lockPeople(tx, [])
    await lockLinkages(tx, [])
    await lockLinkagesOf(tx, [])
    expect(asked).toEqual([])
  })

  plain('a stream is locked while it is read', async () => {
    const { tx, asked } = recording({ id: 'stream' })
    expect(await lockStream(tx, 'stream')).toEqual({ id: 'stream' })
    expect(asked).toEqual([
      { sql: 'select * from "stream" where "id" = $1 for update', parameters: ['stream'] },
    ])
  })
})

test('on the engine under test locks change nothing that is read', async ({ store }) => {
  await put(store, { ...linked({ token: 't' }), stream: [{}] })
  const stream = await store.transact(async (tx) => {
    await lockPeople(tx, ['subject of t', 'new'])
    await lockLinkages(tx, ['linkage of t'])
    await lockLinkagesOf(tx, ['subject of t'])
    return [await lockStream(tx, 'stream'), await lockStream(tx, 'nothing')]
  })
  expect(stream).toMatchObject([{ id: 'stream' }, null] as object[])
  expect(await rowsOf(store, 'linkage')).toHaveLength(1)
  const people = await store.read((db) => db.selectFrom('person').selectAll().execute())
  expect(people).toHaveLength(store.shared ? 2 : 0)
})
