import { Counter } from 'prom-client'
import type { ProblemCode } from '../contract/problems.ts'

/** Why a request is refused before anything is done for it, by the problem that it is answered with. */
const REASONS: Partial<Record<ProblemCode, string>> = { 'rate-limited': 'rate', unavailable: 'overload' }

export type RefusedRequests = ReturnType<typeof createRefusedRequests>

/** Counts what this process refused early. A reason alone is kept: nobody who asked, nor where from. */
export function createRefusedRequests() {
  const metric = new Counter({
    name: 'erabu_requests_refused_total',
    help: 'Requests refused before anything was done for them: asked too often (rate), more than there is room for (overload)',
    labelNames: ['reason'],
    registers: [],
  })
  // From the start, so that the first refusal shows as an increase.
  for (const reason of Object.values(REASONS)) metric.inc({ reason }, 0)
  return {
    metric,
    /** Counts a refused request; one that failed in any other way is passed over. */
    count(code: ProblemCode): void {
      const reason = REASONS[code]
      if (reason) metric.inc({ reason })
    },
  }
}
