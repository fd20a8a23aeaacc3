import { z } from 'zod'
import { AuthenticationResponse, Choice, type Decision, type RequestOptions, Scope } from '../patient.ts'

/** The id that is printed on one form, and on no other: `F-7K3M-Q2XD-9FTA`. */
export const FormId = z.string().regex(/^F(-[0-9A-HJKMNP-TV-Z]{4}){3}$/)

/** Which words a form has: its language, and the number of their edition. */
export const FormVersion = z.string().regex(/^(ja|ja-easy|en)-[1-9]\d?$/)

/** What the person showed at the window. */
export const ShownIdentity = z.enum(['card', 'certificate', 'other'])
export type ShownIdentity = z.infer<typeof ShownIdentity>

/**
 * What staff enter from a signed form. `sealed`: what the resolver's terminal handed over. `choice` is a stop, said or
 * not: nobody but the person may allow.
 */
export const EntryOptionsBody = z.strictObject({
  form: FormId,
  version: FormVersion,
  sealed: z.string().min(1).max(4096),
  scope: Scope,
  identity: ShownIdentity,
  choice: Choice.optional(),
})
export type EntryOptionsBody = z.infer<typeof EntryOptionsBody>

/** The same, with the assertion of whoever enters it. */
export const EntryBody = z.strictObject({ ...EntryOptionsBody.shape, response: AuthenticationResponse })
export type EntryBody = z.infer<typeof EntryBody>

/** The assertion of a second person over an entry. */
export const ConfirmBody = z.strictObject({ response: AuthenticationResponse })

/**
 * Why an entry is given back: no signature · it cannot be read · what it is about is not clear · who signed it is not
 * clear · it was typed wrongly, and the form may be entered again · the person has taken it back.
 */
export const ReturnReason = z.enum([
  'not-signed',
  'not-readable',
  'scope-unclear',
  'person-unclear',
  'entered-wrongly',
  'taken-back',
])
export type ReturnReason = z.infer<typeof ReturnReason>
export const ReturnBody = z.strictObject({ reason: ReturnReason })

export type EntryState = 'entered' | 'recorded' | 'returned'

/**
 * What two of the staff sign: the decision, the desk, the form that it stands on, what was shown, and SHA-256 of the
 * sealed subject.
 */
export type SignedEntry = {
  decision: Decision
  desk: string
  form: string
  version: string
  identity: ShownIdentity
  sealed: string
}

/** Answer of `POST /api/desk/entries/options` and `POST /api/desk/entries/{id}/options`. */
export type EntryOptions = { entry: SignedEntry; nonce: string; options: RequestOptions }

/** Answer of `POST /api/desk/entries`. The same form again is the same entry. */
export type EntryAnswer = { id: string; state: EntryState }

/** Answer of `POST /api/desk/entries/{id}/confirm` and `POST /api/desk/entries/{id}/return`. */
export type EndedAnswer =
  | { state: 'recorded'; receipt: { number: string; jws: string } }
  | { state: 'returned' }

/** Answer of `GET /api/desk/entries`: those of one's own desk that have no end, the oldest first. */
export type EntriesAnswer = {
  entries: {
    id: string
    form: string
    version: string
    scope: Scope
    identity: ShownIdentity
    entered_at: string
    entered_by: string
    /** One's own: somebody else has to confirm it. */
    own: boolean
    /** It waits longer than it should. */
    late: boolean
  }[]
}
