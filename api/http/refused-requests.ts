import { Counter } from 'prom-client'
import type { ProblemCode } from '../contract/problems.ts'

/** Why a request is refused before any work is done, by its problem code. */
const REASONS: Partial<Record<ProblemCode, string>> = { 'rate-limited': 'rate', unavailable: 'overload' }

export type RefusedRequests = ReturnType<typeof createRefusedRequests>

/** Counts the requests that this process refused early. Only the reason is kept, not the client or its address. */
export function createRefusedRequests() {
  const metric = new Counter({
    name: 'erabu_requests_refused_total',
    help: 'Requests refused before anything was done for them: asked too often (rate), more than there is room for (overload)',
    labelNames: ['reason'],
    registers: [],
  })
  // Present from the start, so that the first refused request shows as an increase.
  for (const reason of Object.values(REASONS)) metric.inc({ reason }, 0)
  return {
    metric,
    /** Counts a refused request; other failures are ignored. */
    count(code: ProblemCode): void {
      const reason = REASONS[code]
      if (reason) metric.inc({ reason })
    },
  }
}
