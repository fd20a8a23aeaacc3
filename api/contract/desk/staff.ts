import { z } from 'zod'
import { AuthenticationResponse, RegistrationResponse } from '../patient.ts'

/** A link that `npm run desk -- --invite` printed: 32 random bytes, base64url. */
const Invite = z.string().regex(/^[A-Za-z0-9_-]{43}$/)

export const DeskId = z.string().regex(/^[a-z0-9-]{2,64}$/)
/** How one of the staff is called at their desk. */
export const StaffName = z.string().trim().min(1).max(64)

export const KeyOptionsBody = z.strictObject({ invite: Invite })
export const KeyBody = z.strictObject({ invite: Invite, response: RegistrationResponse })
export const DeskSessionBody = z.strictObject({ response: AuthenticationResponse })
export const EmptyBody = z.strictObject({})

/** Answer of `GET /api/desk/session` and `POST /api/desk/sessions`. */
export type DeskSessionAnswer = {
  staff: { name: string }
  desk: { id: string; name: string }
  expires_at: string
}

const Words = z.strictObject({ ja: z.string().min(1), 'ja-easy': z.string().min(1), en: z.string().min(1) })

/** A place that takes signed forms, as the operator wrote it down. */
export const Desk = z.strictObject({
  id: DeskId,
  name: Words,
  /** Where the window is, and where a form can be sent. */
  address: Words,
  hours: Words,
  /** Whom one asks. */
  phone: z.string().min(1).max(64).nullable().default(null),
})
export type Desk = z.infer<typeof Desk>

/** Answer of `GET /api/desks`. Empty: forms are taken nowhere. */
export type DesksAnswer = { desks: Desk[] }
