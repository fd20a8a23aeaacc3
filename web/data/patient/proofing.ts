import type { CoverageAnswer } from '../../../api/contract/patient.ts'
import { markDeviceUsed } from '../device/device-used.ts'
import { lastProofing, rememberProofing } from '../device/tab-memory.ts'
import { api } from '../http/api.ts'
import { serverNow } from '../http/clock.ts'
import { failureOf } from '../http/failure.ts'
import { type Proofed, proofedOf } from '../http/portal-answer.ts'
import { sleep } from '../state/browser.ts'
import type { Loadable } from '../state/loadable.ts'
import { fresh, repeated, type Task, useTask } from '../state/task.ts'
import { refreshSession } from './session.ts'

export { lastProofing }

const POLL_MS = 1_000
const GONE = { status: 'failed', failure: { code: 'coverage-gone' } } as const

/**
 * Begins proofing and opens the portal.
 * @throws ApiError
 */
export async function startProofing(): Promise<void> {
  const { id, authorize_url } = await api.startProofing({ device: 'personal', return_to: 'patient' })
  rememberProofing(id)
  markDeviceUsed()
  location.assign(authorize_url)
}

/** Progress of a proofing, requested every second while `pending`. */
export function useProofing(id: string): Loadable<Proofed> {
  return useTask(id, proofing)
}

/** The coverage that the portal returned. It is held in memory only, and no longer than the server passes it on. */
export function useCoverage(id: string | null): Loadable<CoverageAnswer> {
  const coverage = useTask(id, coverageOf)
  return id === null ? GONE : coverage
}

function proofing(id: string): Task<Proofed> {
  return repeated(async (publish) => {
    const status = proofedOf(await api.proofing(id))
    if (status === 'ready') {
      rememberProofing(id)
      await refreshSession()
    }
    publish(fresh(status))
    return status === 'pending' ? POLL_MS : null
  })
}

function coverageOf(id: string): Task<CoverageAnswer> {
  return repeated(async (publish, signal) => {
    const coverage = await api.coverage(id).catch((error) => {
      if (failureOf(error).code === 'proofing-pending') return null
      throw error
    })
    if (coverage === null) return POLL_MS
    publish(fresh(coverage))
    await sleep(Date.parse(coverage.shown_until) - serverNow().getTime(), signal)
    publish(GONE)
    return null
  })
}
