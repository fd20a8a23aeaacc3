import { useEffect, useState } from 'react'
import { serverNow } from '../http/clock.ts'
import { failureOf, isTransient } from '../http/failure.ts'
import { sleep } from './browser.ts'
import type { Loadable } from './loadable.ts'

type Publish<T> = (value: Loadable<T>) => void

/** Loads a value for one component. Ends when `signal` is aborted. */
export type Task<T> = (publish: Publish<T>, signal: AbortSignal) => Promise<void>

const RETRY_MS = 3_000
const LOADING = { status: 'loading' } as const

/** Runs `task` for `id` while the component is mounted. Never shows the value of another id. Null runs nothing. */
export function useTask<T>(id: string | null, task: (id: string) => Task<T>): Loadable<T> {
  const [state, setState] = useState<{ id: string | null; value: Loadable<T> }>({ id: null, value: LOADING })
  useEffect(() => {
    if (id === null) return
    const abort = new AbortController()
    const publish = (value: Loadable<T>) => {
      if (!abort.signal.aborted) setState({ id, value })
    }
    void task(id)(publish, abort.signal)
    return () => abort.abort()
  }, [id, task])
  return state.id === id ? state.value : LOADING
}

/**
 * Repeats `attempt` after the milliseconds that it returns, until it returns null. A failure is published; after a
 * transient one it tries again.
 */
export function repeated<T>(
  attempt: (publish: Publish<T>, signal: AbortSignal) => Promise<number | null>,
): Task<T> {
  return async (publish, signal) => {
    while (!signal.aborted) {
      const wait = await attempt(publish, signal).catch((error) => {
        const failure = failureOf(error)
        publish({ status: 'failed', failure })
        return isTransient(failure) ? Math.max(RETRY_MS, (failure.retryAfter ?? 0) * 1000) : null
      })
      if (wait === null) return
      await sleep(wait, signal)
    }
  }
}

/** A value that the server has just returned. */
export function fresh<T>(value: T): Loadable<T> {
  return { status: 'ready', value, asOf: serverNow(), from: 'server' }
}
