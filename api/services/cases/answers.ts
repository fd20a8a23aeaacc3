import type { AuditTrail } from '../../audit/trail.ts'
import type { CaseAnswerCode } from '../../contract/cases.ts'
import { caseAnswerDigest } from '../../domain/audit.ts'
import type { Clock } from '../../domain/clock.ts'
import { answerCase, lockCase } from '../../store/records/cases.ts'
import type { Store } from '../../store/store.ts'

/** What became of an answer: given now, given before, or there is no such case. */
export type Answering = 'answered' | 'answered-before' | 'unknown'

/** The operator's answers to cases. A case has one answer, and it never changes. */
export function createCaseAnswers({
  store,
  audit,
  clock,
}: {
  store: Store
  audit: AuditTrail
  clock: Clock
}) {
  return {
    /** Answers an open case. Of several answers at the same time one is given. */
    answer: (number: string, code: CaseAnswerCode): Promise<Answering> =>
      store.transact(async (tx) => {
        const found = await lockCase(tx, number)
        if (!found) return 'unknown'
        if (found.state === 'answered') return 'answered-before'
        const answered = { number, answer: code, answered_at: clock.now().getTime() }
        await answerCase(tx, answered)
        const digest = caseAnswerDigest(answered)
        await audit.record(tx, { kind: 'case-answered', reference: number, digest })
        return 'answered'
      }),
  }
}

export type CaseAnswers = ReturnType<typeof createCaseAnswers>
