import { serverNow } from '../http/clock.ts'
import { failureOf, isTransient } from '../http/failure.ts'
import { whenAnswered } from '../http/request.ts'
import { isActing } from '../http/whom.ts'
import { isVisible, whenBack } from '../state/browser.ts'
import type { Loadable } from '../state/loadable.ts'
import { createStore, type Store } from '../state/store.ts'
import type { Snapshots } from './database/database.ts'
import { loadDevice } from './load-device.ts'

const DEVICE_AFTER_MS = 1_500
const RETRY_MS = 15_000
/** An unchanged value is stored again after this time, to renew its `asOf`. */
const KEEP_AGAIN_MS = 30_000

type Source<N extends keyof Snapshots> = {
  name: N
  fetch: () => Promise<Snapshots[N]>
  /** Milliseconds until the next request while a visible page shows the value; null to make none. */
  pace: (value: Snapshots[N], unchanged: number) => number | null
}

/**
 * A value from the server, stored on the device for when the server does not answer. What is about somebody for whom
 * one acts is only in this page.
 */
export type Cached<T> = Store<Loadable<T>> & {
  refresh(): void
  /** Clears the value in this page and drops pending answers: the next user may be another person. */
  reset(): void
}

/** The device's store, which is for its owner alone. */
const ownDevice = async () => (isActing() ? null : loadDevice())

export function createCached<N extends keyof Snapshots>({
  name,
  fetch,
  pace,
}: Source<N>): Cached<Snapshots[N]> {
  type Value = Snapshots[N]
  const state = createStore<Loadable<Value>>({ status: 'loading' }, watch)
  let latest = 0
  let unchanged = 0
  let keptAt = 0
  let watched = false
  /** Whether nothing answered the last request. */
  let unanswered = false
  let timer: ReturnType<typeof setTimeout> | undefined

  // The browser sees no change where only the service was away, or says that there is a network too early.
  whenAnswered(() => {
    if (unanswered) refresh()
  })

  function watch() {
    watched = true
    const stop = whenBack(refresh)
    refresh()
    return () => {
      watched = false
      clearTimeout(timer)
      stop()
    }
  }

  function refresh() {
    if (watched) void load()
  }

  async function load() {
    clearTimeout(timer)
    unanswered = false
    const mine = ++latest
    let answered = false
    const current = () => mine === latest && !answered
    const opened = ownDevice()
    const owner = opened.then((device) => device?.owner() ?? null).catch(() => null)
    const slow = setTimeout(() => void showKept(current), DEVICE_AFTER_MS)
    try {
      const value = await fetch()
      if (!current()) return
      clearTimeout(slow)
      answered = true
      show(value)
      next(pace(value, unchanged))
      if (unchanged > 0 && Date.now() - keptAt < KEEP_AGAIN_MS) return
      keptAt = Date.now()
      const device = await opened
      await device?.keepSnapshot(await owner, name, value).catch(() => {})
    } catch (error) {
      clearTimeout(slow)
      if (!current()) return
      const failure = failureOf(error)
      unanswered = failure.code === 'offline'
      if (isTransient(failure)) next(RETRY_MS)
      if (!isTransient(failure) || !(await showKept(current))) {
        if (current()) state.set({ status: 'failed', failure })
      }
    }
  }

  function show(value: Value) {
    const before = state.get()
    const same = before.status === 'ready' && JSON.stringify(before.value) === JSON.stringify(value)
    unchanged = same ? unchanged + 1 : 0
    state.set({ status: 'ready', value: same ? before.value : value, asOf: serverNow(), from: 'server' })
  }

  /** Shows the value of this page, or else the stored one. Returns false if there is neither. */
  async function showKept(current: () => boolean): Promise<boolean> {
    const before = state.get()
    if (before.status === 'ready') {
      state.set({ ...before, from: 'device' })
      return true
    }
    const kept = await (await ownDevice())?.snapshot(name).catch(() => null)
    if (!kept || !current()) return false
    state.set({ status: 'ready', ...kept, from: 'device' })
    return true
  }

  function next(ms: number | null) {
    if (ms !== null && watched && isVisible()) timer = setTimeout(refresh, ms)
  }

  return {
    ...state,
    refresh,
    reset() {
      latest++
      unanswered = false
      clearTimeout(timer)
      state.set({ status: 'loading' })
    },
  }
}
