import { DatabaseSync } from 'node:sqlite'
import pg from 'pg'
import { sqliteFile } from '../../api/store/engine/sqlite.ts'
import type { Place, Stored } from './check/stored.ts'

/** Replaces a store's content by its earlier content, while processes have it open. */
export const putBack = (place: Place, stored: Stored): Promise<void> =>
  'url' in place ? intoPostgres(place.url, stored) : intoSqlite(place.data, stored)

async function intoSqlite(data: string, stored: Stored): Promise<void> {
  const db = new DatabaseSync(sqliteFile(data), { timeout: 5000, enableForeignKeyConstraints: false })
  try {
    db.exec('begin immediate')
    for (const [table, rows] of Object.entries(stored)) {
      db.exec(`delete from "${table}"`)
      for (const row of rows) {
        const names = Object.keys(row)
        const places = names.map(() => '?').join(', ')
        const insert = db.prepare(`insert into "${table}" (${names.join(', ')}) values (${places})`)
        insert.run(...(Object.values(row) as (string | number | null)[]))
      }
    }
    db.exec('commit')
  } finally {
    db.close()
  }
}

async function intoPostgres(url: string, stored: Stored): Promise<void> {
  const client = new pg.Client({ connectionString: url })
  try {
    await client.connect()
    // In such a session no trigger acts, and therefore no foreign key.
    await client.query('set session_replication_role = replica')
    await client.query('begin')
    for (const [table, rows] of Object.entries(stored)) {
      await client.query(`delete from "${table}"`)
      for (const row of rows) {
        const names = Object.keys(row)
        const places = names.map((_, index) => `$${index + 1}`).join(', ')
        await client.query(
          `insert into "${table}" (${names.join(', ')}) values (${places})`,
          Object.values(row),
        )
      }
    }
    await client.query('commit')
  } finally {
    await client.end()
  }
}
