import { randomBytes, randomUUID } from 'node:crypto'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { LIST_FULL, LIST_SIZE } from '../../api/domain/status-list.ts'
import { openSqlite } from '../../api/store/engine/sqlite.ts'

/** A linkage as it stands in the store. */
export type Seeded = { token: string; list: number; idx: number; revoked: boolean }

/** Brings the schema into a fresh store. */
export async function migrate(folder: string): Promise<void> {
  await (await openSqlite(folder)).close()
}

/**
 * Opens the store's file directly, without the api. @param durable as the api writes; otherwise as fast as possible.
 */
export function openStore(folder: string, { durable }: { durable: boolean }): DatabaseSync {
  const db = new DatabaseSync(join(folder, 'erabu.db'))
  const pace = durable ? 'synchronous = full' : 'synchronous = off; pragma cache_size = -400000'
  db.exec(`pragma journal_mode = wal; pragma foreign_keys = on; pragma ${pace}`)
  return db
}

/**
 * Puts linkages of one database straight into the store, the first `revoked` of them with a revocation that waits for
 * the next tick. @param subject of the n-th linkage; everybody another person unless given.
 */
export function seedLinkages(
  db: DatabaseSync,
  of: { database: string; count: number; revoked?: number; subject?: (n: number) => string },
): Seeded[] {
  const { database, count, revoked = 0, subject = () => randomBytes(32).toString('base64url') } = of
  const linkage = db.prepare(`insert into linkage
    (id, subject, database_id, purpose, generation, registered_at) values (?, ?, ?, 'research', 1, ?)`)
  const token = db.prepare(`insert into token
    (token, linkage_id, generation, database_id, purpose, list, idx, state, listed, changed_at, change_no)
    values (?, ?, 1, ?, 'research', ?, ?, ?, 'usable', ?, 1)`)
  const outbox = db.prepare(
    `insert into outbox (id, database_id, token, kind, recorded_at) values (?, ?, ?, 'revoke', ?)`,
  )
  const list = db.prepare(`insert into status_list
    (database_id, purpose, list, change_no, built_no, assigned) values (?, 'research', ?, 1, 0, ?)`)
  const at = Date.now()
  const seeded: Seeded[] = []
  db.exec('begin')
  for (let first = 0; first < count; first += LIST_FULL) {
    const number = first / LIST_FULL + 1
    const places = randomPlaces(Math.min(LIST_FULL, count - first))
    list.run(database, number, places.length)
    places.forEach((idx, place) => {
      const n = first + place
      const id = randomUUID()
      const name = randomBytes(32).toString('base64url')
      const isRevoked = n < revoked
      linkage.run(id, subject(n), database, at)
      token.run(name, id, database, number, idx, isRevoked ? 'revoked' : 'usable', at)
      if (isRevoked) outbox.run(randomUUID(), database, name, at)
      seeded.push({ token: name, list: number, idx, revoked: isRevoked })
    })
  }
  db.exec('commit')
  return seeded
}

/** Different indexes of one list, in random order. */
function randomPlaces(count: number): number[] {
  const places = Uint32Array.from({ length: LIST_SIZE }, (_, idx) => idx)
  for (let i = 0; i < count; i++) {
    const j = i + Math.floor(Math.random() * (LIST_SIZE - i))
    const drawn = places[j] ?? 0
    places[j] = places[i] ?? 0
    places[i] = drawn
  }
  return [...places.subarray(0, count)]
}
