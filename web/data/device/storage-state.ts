import { createStore } from '../state/store.ts'

/** What this device's storage is good for. `full`: the last write did not fit. */
export type StorageState = 'ok' | 'unavailable' | 'full' | 'unknown'

export const storageState = createStore<StorageState>('unknown')
