import type { CoverageAnswer } from '../../../api/contract/patient.ts'
import { api } from '../../data/http/api.ts'
import { type Proofed, proofedOf } from '../../data/http/portal-answer.ts'
import type { Loadable } from '../../data/state/loadable.ts'
import { fresh, repeated, type Task, useTask } from '../../data/state/task.ts'

const POLL_MS = 1_000
const REJECTED = { ...fresh('rejected' as const) }

/**
 * Progress of the proofing, requested every second. `no-data`: the portal's answer identifies nobody. `rejected`:
 * there is no proofing to ask for.
 */
export function useProofed(id: string | null): Loadable<Proofed | 'no-data' | 'rejected'> {
  const proofing = useTask(id, proofed)
  return id === null ? REJECTED : proofing
}

function proofed(id: string): Task<Proofed | 'no-data'> {
  return repeated(async (publish) => {
    const status = proofedOf(await api.proofing(id))
    const named = status !== 'ready' || (await api.session()).proofed
    publish(fresh(named ? status : 'no-data'))
    return status === 'pending' ? POLL_MS : null
  })
}

/** The coverage that the portal returned. It is in memory only while the screen shows it. */
export function useCoverageOnce(id: string | null): Loadable<CoverageAnswer> {
  return useTask(id, coverage)
}

function coverage(id: string): Task<CoverageAnswer> {
  return repeated(async (publish) => {
    publish(fresh(await api.coverage(id)))
    return null
  })
}
