import { randomBytes } from 'node:crypto'
import { inject } from 'vitest'
import { openPostgres } from '../../api/store/engine/postgres.ts'
import { openSqlite } from '../../api/store/engine/sqlite.ts'
import type { Store } from '../../api/store/store.ts'
import type { Place } from './check/stored.ts'
import { query } from './postgres/cluster.ts'
import { TEMPLATE } from './postgres/shared.ts'

/** A place for a store of the engine under test. @param data folder of the embedded one. */
export async function placeForStore(data: string): Promise<Place> {
  const server = inject('postgres')
  if (!server) return { data }
  const name = `world_${randomBytes(8).toString('hex')}`
  await query(`${server}postgres`, `create database ${name} template ${TEMPLATE}`)
  return { url: server + name }
}

/** Deletes the database of a world that has ended. The embedded one goes with its folder. */
export async function leavePlace(place: Place): Promise<void> {
  if (!('url' in place)) return
  const at = place.url.lastIndexOf('/') + 1
  await query(`${place.url.slice(0, at)}postgres`, `drop database ${place.url.slice(at)} with (force)`)
}

/** Opens a store as the api does. */
export const openStore = (place: Place): Promise<Store> =>
  'url' in place ? openPostgres(place.url) : openSqlite(place.data)
