import { z } from 'zod'
import { AuthenticationResponse } from './patient.ts'

/** Commands that staff can send a kiosk: never anything about a decision. */
export const KioskCommand = z.enum(['start', 'end', 'mute', 'unmute'])
export type KioskCommand = z.infer<typeof KioskCommand>

export const NoBody = z.strictObject({})
export const KioskCommandBody = z.strictObject({ command: KioskCommand })
export const StaffCallBody = z.strictObject({ step: z.enum(['taken', 'closed']) })
export const StaffSessionBody = z.strictObject({ response: AuthenticationResponse })

/** The state of a call for staff: nobody has called (null), waiting, or staff are coming. */
export type CallState = 'waiting' | 'taken' | null

/**
 * Answer of `GET /api/kiosk`, `POST /api/kiosk/standby` and the calls: everything a kiosk needs. No patient's data.
 */
export type KioskAnswer = {
  kiosk: { id: string; name: string; clinic: string; phone: string | null }
  muted: boolean
  /** The newest command of staff. A kiosk obeys a command that is newer than the last it saw. */
  command: { no: number; name: 'start' | 'end' } | null
  call: CallState
}

/** Answer of `POST /api/kiosk/visits`: the header `Erabu-Visit` of every request of this visit. */
export type VisitAnswer = { visit: string }

/** The part behind `#` in the address of a kiosk's page after the portal: 32 random bytes, base64url. */
export const KioskReturnBody = z.strictObject({ ticket: z.string().regex(/^[A-Za-z0-9_-]{43}$/) })

/** Answer of `POST /api/kiosk/returns`: what a kiosk needs to continue after the portal. */
export type KioskReturn = {
  credential: string
  visit: string
  /** The proofing that comes back; null where its answer was refused. */
  request: string | null
  /** The portal's answer was used already, or came too late. */
  refused: boolean
  /** The settings of the screen before the portal. */
  view: string | null
}

/** Answer of `GET /api/kiosk/staff`. */
export type StaffAnswer = {
  staff: { name: string }
  kiosks: {
    id: string
    name: string
    clinic: string
    blocked: boolean
    /** Heard of within the last half minute. */
    online: boolean
    in_use: boolean
    muted: boolean
    call: { id: string; called_at: string; taken_at: string | null } | null
  }[]
}
