import { useSyncExternalStore } from 'react'

/** One value that several components of a page share. */
export type Store<T> = {
  get(): T
  set(value: T): void
  subscribe(listener: () => void): () => void
}

/** Creates a store. `watch` runs with the first listener; the function it returns runs after the last one leaves. */
export function createStore<T>(initial: T, watch: () => () => void = () => () => {}): Store<T> {
  let value = initial
  let stop = () => {}
  const listeners = new Set<() => void>()
  return {
    get: () => value,
    set(next) {
      if (Object.is(next, value)) return
      value = next
      for (const listener of [...listeners]) listener()
    },
    subscribe(listener) {
      listeners.add(listener)
      if (listeners.size === 1) stop = watch()
      return () => {
        if (listeners.delete(listener) && listeners.size === 0) stop()
      }
    },
  }
}

/** @param asBuilt the value in a page that the build has rendered; without it the first one. */
export function useStore<T>(store: Store<T>, asBuilt: () => T = store.get): T {
  return useSyncExternalStore(store.subscribe, store.get, asBuilt)
}
