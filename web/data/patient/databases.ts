import { useMemo } from 'react'
import type { DatabasesAnswer } from '../../../api/contract/patient.ts'
import { createCached } from '../device/cached.ts'
import { api } from '../http/api.ts'
import type { Loadable } from '../state/loadable.ts'
import { useStore } from '../state/store.ts'

const LIVE_MS = 1_000
const SLOW_MS = 15_000
/** A holder that has not applied a change after this many looks will hardly do so in the next second. */
const LIVE_LOOKS = 120

const overview = createCached({ name: 'overview', fetch: () => api.databases(), pace })

/** The databases with my linkages: from the server, else as this device last saw them. Live while a change is under way. */
export function useOverview(): Loadable<DatabasesAnswer> & { refresh?: () => void } {
  const state = useStore(overview)
  return useMemo(() => ({ ...state, refresh: overview.refresh }), [state])
}

export const refreshOverview = overview.refresh
export const resetOverview = overview.reset

/** How soon to look again, in ms, after so many looks that showed nothing new. */
export function pace({ databases }: DatabasesAnswer, unchanged: number): number | null {
  const underWay = databases.some(({ linkages }) =>
    linkages.some(({ progress }) => progress !== null && progress.applied_at === null),
  )
  if (!underWay) return null
  return unchanged < LIVE_LOOKS ? LIVE_MS : SLOW_MS
}
