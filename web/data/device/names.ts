import { api } from '../http/api.ts'
import { serverNow } from '../http/clock.ts'
import type { NamedDatabase } from './database/database.ts'
import { loadDevice } from './load-device.ts'

const FRESH_MS = 24 * 60 * 60 * 1000

/** Returns the names of every database from the server, else from the device, else none. */
export async function currentNames(): Promise<NamedDatabase[]> {
  try {
    return await fetchNames()
  } catch {
    const device = await loadDevice()
    return (await device?.names().catch(() => null))?.value ?? []
  }
}

/** Keeps a copy of the names no older than a day on the device, so that a receipt is read offline. */
export async function keepNames(): Promise<void> {
  const device = await loadDevice()
  const kept = await device?.names().catch(() => null)
  // A copy dated in the future was stored while the clock was wrong.
  if (kept && Math.abs(serverNow().getTime() - kept.asOf.getTime()) < FRESH_MS) return
  await fetchNames()
}

async function fetchNames(): Promise<NamedDatabase[]> {
  const { databases } = await api.catalogue()
  const names = databases.map(({ id, name }) => ({ id, name }))
  const device = await loadDevice()
  await device?.keepNames(names).catch(() => {})
  return names
}
