import { createStore } from '../state/store.ts'

/** State of this device's storage. `full`: the last write did not fit. */
export type StorageState = 'ok' | 'unavailable' | 'full' | 'unknown'

export const storageState = createStore<StorageState>('unknown')
