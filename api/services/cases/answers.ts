import type { AuditTrail } from '../../audit/trail.ts'
import type { CaseAnswerCode } from '../../contract/cases.ts'
import { caseAnswerDigest } from '../../domain/audit.ts'
import type { Clock } from '../../domain/clock.ts'
import { answerCase, casesByNumber, lockCase } from '../../store/records/cases.ts'
import type { Store } from '../../store/store.ts'
import { isAboutKin } from '../identity/kin-cases.ts'
import type { KinEnd } from '../identity/kin-end.ts'

/** What became of an answer: given now, given before, or there is no such case. */
export type Answering = 'answered' | 'answered-before' | 'unknown'

/** The operator's answers to cases. A case has one answer, and it never changes. */
export function createCaseAnswers({
  store,
  audit,
  clock,
  kinEnd,
}: {
  store: Store
  audit: AuditTrail
  clock: Clock
  kinEnd: KinEnd
}) {
  return {
    /**
     * Answers an open case. Of several answers at the same time one is given. `corrected` about people whom a source
     * named as one says that they are two.
     */
    answer: (number: string, code: CaseAnswerCode): Promise<Answering> =>
      store.transact(async (tx) => {
        const [about] = await casesByNumber(tx, [number])
        const parts = code === 'corrected' && about !== undefined && isAboutKin(about)
        const kin = parts ? await kinEnd.lock(tx, about.subject) : []
        const found = await lockCase(tx, number)
        if (!found) return 'unknown'
        if (found.state === 'answered') return 'answered-before'
        const answered = { number, answer: code, answered_at: clock.now().getTime() }
        await answerCase(tx, answered)
        const digest = caseAnswerDigest(answered)
        const ended = parts ? await kinEnd.end(tx, found, kin, answered.answered_at) : []
        await audit.record(tx, { kind: 'case-answered', reference: number, digest }, ...ended)
        return 'answered'
      }),
  }
}

export type CaseAnswers = ReturnType<typeof createCaseAnswers>
