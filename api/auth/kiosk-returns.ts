import type { KioskReturn } from '../contract/kiosk.ts'
import type { Clock } from '../domain/clock.ts'
import type { Random } from '../domain/random.ts'
import { ProblemError } from '../problem.ts'
import type { Kiosks } from '../registries/kiosks.ts'
import { consumeChallenge, insertChallenge } from '../store/people/challenges.ts'
import type { SessionRow } from '../store/people/rows.ts'
import type { Store } from '../store/store.ts'
import { hashSecret } from './secrets.ts'

/** Within this time a page loads and asks, even on a slow terminal. */
const TICKET_MS = 60_000

/** What a ticket stands for: where the proofing was, and how the screen was set. */
type Returning = Pick<KioskReturn, 'request' | 'refused' | 'view'>

/**
 * How a kiosk gets its credential back after the portal. The browser's return address holds only a ticket, because
 * addresses end up in histories, session files and logs of proxies. A ticket is valid once, for a minute, and only
 * with the cookie of the visit.
 */
export function createKioskReturns({
  kiosks,
  store,
  clock,
  random,
}: {
  kiosks: Kiosks
  store: Store
  clock: Clock
  random: Random
}) {
  const now = () => clock.now().getTime()
  return {
    /** @returns the page that a visit goes back to. */
    async pageFor(session: SessionRow, returning: Returning): Promise<string> {
      const ticket = random.bytes(32).toString('base64url')
      await store.transact((tx) =>
        insertChallenge(tx, {
          challenge: hashSecret(ticket),
          session_id: session.id,
          purpose: 'return',
          payload: JSON.stringify(returning),
          expires_at: now() + TICKET_MS,
        }),
      )
      return `/kiosk#${ticket}`
    },

    /** @throws ProblemError state-rejected, kiosk-refused */
    async exchange(session: SessionRow, ticket: string): Promise<KioskReturn> {
      const of = {
        challenge: hashSecret(ticket),
        session_id: session.id,
        purpose: 'return',
        now: now(),
      } as const
      const returning = (await store.transact((tx) => consumeChallenge(tx, of))) as Returning | null
      if (!returning) throw new ProblemError('state-rejected')
      const kiosk = session.kiosk_id ? kiosks.inService(session.kiosk_id) : null
      if (!kiosk) throw new ProblemError('kiosk-refused')
      return { ...returning, credential: kiosks.credential(kiosk), visit: session.id }
    },
  }
}

export type KioskReturns = ReturnType<typeof createKioskReturns>
