import type { Clock } from '../../domain/clock.ts'
import type { Random } from '../../domain/random.ts'
import { ProblemError } from '../../problem.ts'
import type { DeskSessionRow } from '../../store/desk/rows.ts'
import { lockDeskSession, updateDeskSession } from '../../store/desk/sessions.ts'
import { type Keyed, lockStaff } from '../../store/desk/staff.ts'
import type { Transactor } from '../../store/store.ts'
import { newSecret } from '../secrets.ts'

const MINUTE = 60_000
/** A window is a public place: a session that nobody uses ends soon. */
const IDLE_MS = 5 * MINUTE
export const DESK_MS = 60 * MINUTE

/** A session of somebody who has signed in at a desk. */
export type StaffSession = DeskSessionRow & { staff_id: string }

/** A session that has gained rights, and its new secret. */
export type RenewedDesk = { session: DeskSessionRow; secret: string }

/** The rights of sessions at `/desk`. Whatever acts checks them again inside its own transaction. */
export function createDeskRights({ clock, random }: { clock: Clock; random: Random }) {
  const now = () => clock.now().getTime()
  const endsAt = (session: DeskSessionRow) => Math.min(session.expires_at, session.last_seen_at + IDLE_MS)
  const hasEnded = (session: DeskSessionRow): boolean => endsAt(session) <= now()

  /**
   * The session as it stands in the transaction that acts, locked until its end.
   * @throws ProblemError not-signed-in when it has ended or goes on under another secret.
   */
  async function again(tx: Transactor, session: DeskSessionRow): Promise<DeskSessionRow> {
    const current = await lockDeskSession(tx, session.id)
    if (!current || hasEnded(current) || current.secret_hash !== session.secret_hash)
      throw new ProblemError('not-signed-in')
    return current
  }

  return {
    endsAt,
    hasEnded,
    again,

    /**
     * Whoever signed in, in the transaction that acts: the session lasts, and the key is not blocked.
     * @param others whose rows are locked and read with it. @throws ProblemError not-signed-in
     */
    async staff(
      tx: Transactor,
      session: StaffSession,
      others: string[] = [],
    ): Promise<{ self: Keyed; live: Map<string, Keyed> }> {
      const { staff_id } = await again(tx, session)
      const live = await lockStaff(tx, [session.staff_id, ...others])
      const self = live.get(session.staff_id)
      if (!self || staff_id !== self.id) throw new ProblemError('not-signed-in')
      return { self, live }
    },

    /** Signs a key in: the session goes on under another secret. The old one ends with the commit. */
    async signIn(tx: Transactor, session: DeskSessionRow, staff_id: string): Promise<RenewedDesk> {
      const { secret, secret_hash } = newSecret(random)
      const at = now()
      const change = { secret_hash, staff_id, last_seen_at: at, expires_at: at + DESK_MS }
      await updateDeskSession(tx, session.id, change)
      return { session: { ...session, ...change }, secret }
    },
  }
}

export type DeskRights = ReturnType<typeof createDeskRights>
