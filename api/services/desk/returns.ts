import type { AuditTrail } from '../../audit/trail.ts'
import type { DeskRights, StaffSession } from '../../auth/desk/rights.ts'
import type { ReturnReason } from '../../contract/desk/entries.ts'
import { entryReturnDigest } from '../../domain/audit.ts'
import type { Clock } from '../../domain/clock.ts'
import { ProblemError } from '../../problem.ts'
import { endEntry, lockEntry } from '../../store/desk/entries.ts'
import type { Store } from '../../store/store.ts'

/** A form that cannot be recorded is given back, with the reason. */
export function createDeskReturns({
  store,
  audit,
  clock,
  deskRights,
}: {
  store: Store
  audit: AuditTrail
  clock: Clock
  deskRights: DeskRights
}) {
  return {
    /** @throws ProblemError not-signed-in, not-found, entry-ended */
    giveBack: (session: StaffSession, id: string, reason: ReturnReason): Promise<void> =>
      store.transact(async (tx) => {
        const { self } = await deskRights.staff(tx, session)
        const entry = await lockEntry(tx, id)
        if (!entry || entry.desk !== self.desk) throw new ProblemError('not-found')
        if (entry.state === 'returned' && entry.reason === reason) return
        if (entry.state !== 'entered') throw new ProblemError('entry-ended')
        const ended = { ended_by: self.id, ended_at: clock.now().getTime(), reason }
        await endEntry(tx, id, { state: 'returned', ...ended })
        const digest = entryReturnDigest({ id, ...ended })
        await audit.record(tx, { kind: 'desk-returned', reference: id, digest })
      }),
  }
}

export type DeskReturns = ReturnType<typeof createDeskReturns>
