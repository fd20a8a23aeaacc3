import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import type { Schema } from '../../../api/store/schema.ts'

/** Everything at rest, table by table, as another process sees it. */
export type Stored = { [Table in keyof Schema]: Schema[Table][] }

/** Reads the database file of a data folder through a connection of its own, in one snapshot. */
export function readStored(data: string): Stored {
  const db = openStored(data)
  try {
    db.exec('begin')
    const rows = tablesOf(db).map((name) => [name, db.prepare(`select * from "${name}"`).all()])
    return Object.fromEntries(rows) as Stored
  } finally {
    db.close()
  }
}

/** The database file of a data folder, to be read alone. */
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
