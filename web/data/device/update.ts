import { whenSettled } from '../state/browser.ts'
import { createStore, useStore } from '../state/store.ts'
import { reloadOnMissingChunk } from './missing-chunk.ts'
import { type InstalledWorker, registerWorker } from './service-worker.ts'

type UpdateState = { waiting: boolean; offlineReady: boolean }

let worker: InstalledWorker | undefined

const state = createStore<UpdateState>({ waiting: false, offlineReady: false })
const set = (change: Partial<UpdateState>) => state.set({ ...state.get(), ...change })
const apply = () => worker?.activate()
const dismiss = () => set({ waiting: false })

/** Registers the service worker once the page has settled. The entry calls it. */
export function startUpdates(): void {
  reloadOnMissingChunk()
  whenSettled(() => {
    void registerWorker({
      waiting: (installed) => {
        worker = installed
        set({ waiting: true })
      },
      offlineReady: () => set({ offlineReady: true }),
    })
  })
}

/**
 * `waiting`: a new version is installed. `apply` reloads with it; `dismiss` hides it until the next start.
 * `offlineReady`: the app has just become able to open offline.
 */
export function useUpdate(): UpdateState & { apply(): void; dismiss(): void } {
  return { ...useStore(state), apply, dismiss }
}
