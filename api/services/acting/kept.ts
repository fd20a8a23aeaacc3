import type { PatientSession, SessionRights } from '../../auth/session-rights.ts'
import type { Clock } from '../../domain/clock.ts'
import { ProblemError } from '../../problem.ts'
import { lockPeople } from '../../store/locks.ts'
import { insertKept } from '../../store/records/acting.ts'
import { findDecision } from '../../store/records/decisions.ts'
import type { Store } from '../../store/store.ts'

/** What people say to keep of that which representatives have decided for them. */
export function createKeptDecisions({
  store,
  clock,
  rights,
}: {
  store: Store
  clock: Clock
  rights: SessionRights
}) {
  return {
    /** Keeps a representative's decision as it is: it is asked about no more. @throws ProblemError not-found, not-signed-in */
    async keep(session: PatientSession, id: string): Promise<void> {
      const { subject } = session
      await store.transact(async (tx) => {
        await lockPeople(tx, [subject])
        await rights.again(tx, session)
        const decision = await findDecision(tx, { id, subject })
        if (!decision || decision.acting === null) throw new ProblemError('not-found')
        await insertKept(tx, { decision_id: id, subject, at: clock.now().getTime() })
      })
    },
  }
}

export type KeptDecisions = ReturnType<typeof createKeptDecisions>
