import { StoreUnavailable } from '../errors.ts'
import type { Transactor } from '../store.ts'

/** A write that takes longer than this counts as failed. */
const LIMIT_MS = 2000

/** Writes the row of the probe. */
export const writeProbe = (tx: Transactor): Promise<unknown> =>
  tx
    .insertInto('write_probe')
    .values({ id: 1, at: Date.now() })
    .onConflict((conflict) => conflict.column('id').doUpdateSet((eb) => ({ at: eb.ref('excluded.at') })))
    .execute()

/**
 * Makes a probe that writes one row. Concurrent calls share one write, so probes never pile up on a store that does
 * not answer. @returns a probe that rejects when nothing was written in time.
 */
export function createProbe(write: () => Promise<unknown>): () => Promise<void> {
  let running: Promise<unknown> | null = null
  return () => {
    running ??= write().finally(() => {
      running = null
    })
    const written = running
    return new Promise((resolve, reject) => {
      const late = setTimeout(() => reject(new StoreUnavailable('nothing was written in time')), LIMIT_MS)
      written.then(() => resolve(), reject).finally(() => clearTimeout(late))
    })
  }
}
