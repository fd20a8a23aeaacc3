import { Dexie } from 'dexie'
import { storageState } from '../storage-state.ts'

/** Runs a write and tells a full disk apart, which engines report as an aborted transaction. Rethrows what failed. */
export async function write<T>(operation: () => PromiseLike<T>): Promise<T> {
  try {
    const result = await operation()
    storageState.set('ok')
    return result
  } catch (error) {
    if (isQuotaExceeded(error)) storageState.set('full')
    throw error
  }
}

/** Looks through AbortError and bulk errors for the quota error inside. */
export function isQuotaExceeded(error: unknown): boolean {
  for (let cause = error; cause instanceof Error || cause instanceof DOMException; ) {
    if (cause.name === Dexie.errnames.QuotaExceeded) return true
    cause = (cause as { inner?: unknown }).inner ?? cause.cause
  }
  return false
}
