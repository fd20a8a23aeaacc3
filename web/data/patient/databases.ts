import { useMemo } from 'react'
import type { DatabasesAnswer } from '../../../api/contract/patient.ts'
import { createCached } from '../device/cached.ts'
import { api } from '../http/api.ts'
import type { Loadable } from '../state/loadable.ts'
import { useStore } from '../state/store.ts'

const LIVE_MS = 1_000
const SLOW_MS = 15_000
/** After this many unchanged answers the holder is unlikely to apply the change within the next second. */
const LIVE_LOOKS = 120
/** A holder says what became of a stop after it applied it: usually at once, maybe never. */
const OUTCOME_LOOKS = 30

const databases = createCached({ name: 'overview', fetch: () => api.databases(), pace })

/** The patient's databases from the server, else as this device last stored them. Live while a change is under way. */
export function useDatabases(): Loadable<DatabasesAnswer> & { refresh?: () => void } {
  const state = useStore(databases)
  return useMemo(() => ({ ...state, refresh: databases.refresh }), [state])
}

export const refreshDatabases = databases.refresh
export const resetDatabases = databases.reset

/** Milliseconds until the next request, after `unchanged` answers without news. */
export function pace({ databases }: DatabasesAnswer, unchanged: number): number | null {
  const linkages = databases.flatMap((database) => database.linkages).filter(({ progress }) => progress)
  if (linkages.some(({ progress }) => !progress?.applied_at))
    return unchanged < LIVE_LOOKS ? LIVE_MS : SLOW_MS
  const isOutcomeDue = linkages.some(({ state, outcome }) => state === 'stopped' && !outcome)
  return isOutcomeDue && unchanged < OUTCOME_LOOKS ? LIVE_MS : null
}
