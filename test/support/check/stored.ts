import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import pg from 'pg'
import type { Schema } from '../../../api/store/schema.ts'

/** Where a store is: the folder of the embedded engine, or the URL of a PostgreSQL database. */
export type Place = { data: string } | { url: string }

/** Everything at rest, table by table, as another process sees it. */
export type Stored = { [Table in keyof Schema]: Schema[Table][] }

/** Reads a whole store through its own connection, in one snapshot. */
export const readStored = async (place: Place): Promise<Stored> =>
  'url' in place ? readPostgres(place.url) : readSqlite(place.data)

function readSqlite(data: string): Stored {
  const db = openStored(data)
  try {
    db.exec('begin')
    const rows = tablesOf(db).map((name) => [name, db.prepare(`select * from "${name}"`).all()])
    return Object.fromEntries(rows) as Stored
  } finally {
    db.close()
  }
}

/** The database file of a data folder, read-only. */
export const openStored = (data: string) => new DatabaseSync(databaseFile(data), { readOnly: true })

function databaseFile(data: string): string {
  const name = readdirSync(data).find((file) => file.endsWith('.db'))
  if (!name) throw new Error(`no database file in ${data}`)
  return join(data, name)
}

const tablesOf = (db: DatabaseSync): string[] =>
  db
    .prepare(`select name from sqlite_master where type = 'table' and name not like 'sqlite_%'`)
    .all()
    .map((row) => String(row.name))
    .filter((name) => !name.startsWith('kysely_'))

async function readPostgres(url: string): Promise<Stored> {
  const types = new pg.TypeOverrides()
  types.setTypeParser(pg.types.builtins.INT8, Number)
  const client = new pg.Client({ connectionString: url, types })
  try {
    await client.connect()
    await client.query('begin isolation level repeatable read read only')
    const tables = await client.query<{ name: string }>(
      `select table_name as name from information_schema.tables
       where table_schema = 'public' and table_name not like 'kysely_%'`,
    )
    const stored: Record<string, unknown[]> = {}
    for (const { name } of tables.rows) stored[name] = (await client.query(`select * from "${name}"`)).rows
    return stored as Stored
  } finally {
    await client.end()
  }
}
