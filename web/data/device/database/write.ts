import { Dexie } from 'dexie'
import { storageState } from '../storage-state.ts'

/**
 * Runs a write and notes whether the disk was full. Engines report that as an aborted transaction. Rethrows every
 * error.
 */
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

/** Finds a quota error inside AbortErrors and bulk errors. */
export function isQuotaExceeded(error: unknown): boolean {
  for (let cause = error; cause instanceof Error || cause instanceof DOMException; ) {
    if (cause.name === Dexie.errnames.QuotaExceeded) return true
    cause = (cause as { inner?: unknown }).inner ?? cause.cause
  }
  return false
}
