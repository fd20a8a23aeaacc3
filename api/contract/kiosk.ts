import { z } from 'zod'
import { AuthenticationResponse } from './patient.ts'

/** What staff can ask of a kiosk from afar: never anything about a decision. */
export const KioskCommand = z.enum(['start', 'end', 'mute', 'unmute'])
export type KioskCommand = z.infer<typeof KioskCommand>

export const NoBody = z.strictObject({})
export const KioskCommandBody = z.strictObject({ command: KioskCommand })
export const StaffCallBody = z.strictObject({ step: z.enum(['taken', 'closed']) })
export const StaffSessionBody = z.strictObject({ response: AuthenticationResponse })

/** Whether somebody has called staff to a kiosk, and whether staff said that they are coming. */
export type CallState = 'waiting' | 'taken' | null

/** Answer of `GET /api/kiosk`, `POST /api/kiosk/standby` and the calls: what a kiosk has to know. No patient's data. */
export type KioskAnswer = {
  kiosk: { id: string; name: string; clinic: string; phone: string | null }
  muted: boolean
  /** The newest command of staff. A kiosk obeys one that is newer than the last it saw. */
  command: { no: number; name: 'start' | 'end' } | null
  call: CallState
}

/** Answer of `POST /api/kiosk/visits`: the header `Erabu-Visit` of every request of this visit. */
export type VisitAnswer = { visit: string }

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
