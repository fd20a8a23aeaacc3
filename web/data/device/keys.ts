import { api, type KeySet } from '../http/api.ts'
import { serverNow } from '../http/clock.ts'
import { loadDevice } from './load-device.ts'

const FRESH_MS = 24 * 60 * 60 * 1000

/** Returns the api's public keys from the server, else from the device, else null. */
export async function currentKeys(): Promise<KeySet | null> {
  try {
    return await fetchKeys()
  } catch {
    const device = await loadDevice()
    return (await device?.keys().catch(() => null))?.value ?? null
  }
}

/** Keeps a copy of the keys no older than a day on the device, so that receipts verify offline. */
export async function keepKeys(): Promise<void> {
  const device = await loadDevice()
  const kept = await device?.keys().catch(() => null)
  // A copy dated in the future was stored while the clock was wrong.
  if (kept && Math.abs(serverNow().getTime() - kept.asOf.getTime()) < FRESH_MS) return
  await fetchKeys()
}

async function fetchKeys(): Promise<KeySet> {
  const keys = await api.jwks()
  const device = await loadDevice()
  await device?.keepKeys(keys).catch(() => {})
  return keys
}
