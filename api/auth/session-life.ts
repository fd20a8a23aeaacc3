import type { Device } from '../contract/patient.ts'
import type { Clock } from '../domain/clock.ts'
import type { Kiosks } from '../registries/kiosks.ts'
import type { SessionRow } from '../store/people/rows.ts'

const MINUTE = 60_000
export const ABSOLUTE_MS = 60 * MINUTE
/** Staff stay at their desk for a working day. */
export const STAFF_MS = 10 * 60 * MINUTE
export const PROOFED_MS = 10 * MINUTE
const ASSERTED_MS = 5 * MINUTE
const IDLE_MS: Record<Device, number> = { personal: 10 * MINUTE, shared: 2 * MINUTE }

/** How long a session lives, and how long its proofing and assertion count. Times are milliseconds. */
export function createSessionLife({ kiosks, clock }: { kiosks: Kiosks; clock: Clock }) {
  const now = () => clock.now().getTime()
  const endsAt = (session: SessionRow) =>
    Math.min(session.expires_at, session.last_seen_at + IDLE_MS[session.device])

  return {
    endsAt,

    /** Expired, or its kiosk is no longer in service. */
    hasEnded: (session: SessionRow): boolean =>
      endsAt(session) <= now() || (session.kiosk_id !== null && !kiosks.inService(session.kiosk_id)),

    isProofed: (session: SessionRow): boolean =>
      session.subject !== null && session.proofed_at !== null && now() - session.proofed_at <= PROOFED_MS,

    /** When the proofing of a proofed session ends. */
    proofedUntil: ({ proofed_at }: SessionRow): number => (proofed_at ?? 0) + PROOFED_MS,

    /** Whether a passkey of this person answered just now. Changes of the account itself need that. */
    isAsserted: (session: SessionRow): boolean =>
      session.asserted_at !== null && now() - session.asserted_at <= ASSERTED_MS,
  }
}

export type SessionLife = ReturnType<typeof createSessionLife>
