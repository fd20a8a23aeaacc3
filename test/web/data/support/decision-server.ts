import type { DecisionAnswer, DecisionBody } from '../../../../api/contract/patient.ts'
import { ApiError } from '../../../../web/data/http/failure.ts'

/**
 * A server that keeps the promises of `POST /api/decisions`. The same key and body return the same answer; another
 * body under the same key is refused. It can lose an answer after recording.
 */
export function createServer() {
  const answers = new Map<string, { body: string; answer: DecisionAnswer }>()
  const recorded: string[] = []
  const attempts: { key: string; id: string }[] = []
  let lost: ApiError | null = null
  let refusal: ApiError | null = null

  function record(body: DecisionBody, key: string): DecisionAnswer {
    const text = JSON.stringify(body)
    const before = answers.get(key)
    if (before && before.body !== text) throw new ApiError('idempotency-key-reused', 422)
    if (before) return before.answer
    const view = {
      ...body.decision,
      device: 'personal' as const,
      recorded_at: '',
      receipt_number: 'R-1',
      databases: [],
    }
    const answer = { decision: view, receipt: { number: 'R-1', jws: 'a.b.c' } }
    answers.set(key, { body: text, answer })
    recorded.push(body.decision.id)
    return answer
  }

  return {
    recorded,
    attempts,
    /** Records the next decision and loses its answer. */
    loseAnswer(error: ApiError) {
      lost = error
    },
    /** Refuses the next decision. */
    refuse(error: ApiError) {
      refusal = error
    },
    async post(body: DecisionBody, key: string): Promise<DecisionAnswer> {
      attempts.push({ key, id: body.decision.id })
      const [refused, losing] = [refusal, lost]
      refusal = null
      lost = null
      if (refused) throw refused
      const answer = record(body, key)
      if (losing) throw losing
      return answer
    },
  }
}
