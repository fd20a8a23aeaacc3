import type { Store } from '../../api/store/store.ts'

/** The store, but every transaction runs twice and the first run is undone, as after a conflict with another one. */
export function rerunning(store: Store): Store {
  const undone = new Error('undone')
  const twice: Store['transact'] = async (fn, options) => {
    await store
      .transact(async (tx) => {
        await fn(tx)
        throw undone
      }, options)
      .catch((error: unknown) => {
        if (error !== undone) throw error
      })
    return store.transact(fn, options)
  }
  return { ...store, transact: twice }
}

/** A store with a hook before each transaction, at which a test lets something else happen first. */
export function createSeam(store: Store) {
  let waiting: { skip: number; act: () => Promise<unknown> } | null = null
  const pass = async () => {
    if (!waiting) return
    if (waiting.skip > 0) {
      waiting.skip -= 1
      return
    }
    const { act } = waiting
    waiting = null
    await act()
  }
  const transact: Store['transact'] = async (fn, options) => {
    await pass()
    return store.transact(fn, options)
  }
  return {
    store: { ...store, transact },
    /** Runs `act` once before the next transaction, after skipping `skip` of them. */
    before(skip: number, act: () => Promise<unknown>): void {
      waiting = { skip, act }
    },
    /** Whether `act` has not run yet. */
    get armed(): boolean {
      return waiting !== null
    },
    disarm(): void {
      waiting = null
    },
  }
}
