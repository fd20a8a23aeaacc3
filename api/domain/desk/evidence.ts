import { createHash } from 'node:crypto'
import type { SignedEntry } from '../../contract/desk/entries.ts'
import { jcs } from '../decision.ts'

/** The two acts of which each needs another person. */
export type DeskAct = 'enter' | 'confirm'

/** What a key of the staff signed. `public_key`: COSE key, base64url, as all of it. */
export type DeskAssertion = {
  act: DeskAct
  nonce: string
  credential_id: string
  public_key: string
  client_data_json: string
  authenticator_data: string
  signature: string
}

/** What a stop from paper rests on: the form, and the assertions of two of the staff over it, first the enterer's. */
export type DeskEvidence = SignedEntry & {
  /** `desk:<id>` */
  channel: string
  assertions: [DeskAssertion, DeskAssertion]
}

/** The channel of a decision that a desk recorded, in its evidence and its receipt. */
export const deskChannel = (desk: string): string => `desk:${desk}`

/**
 * The WebAuthn challenge of an act: base64url of `SHA-256(nonce ‖ JCS({act, entry}))`. So a key signs exactly this entry,
 * and whether it enters or confirms it.
 * @param nonce 32 random bytes, base64url.
 */
export const entryChallenge = (nonce: string, act: DeskAct, entry: SignedEntry): string =>
  createHash('sha256').update(Buffer.from(nonce, 'base64url')).update(jcs({ act, entry })).digest('base64url')

/** SHA-256 (base64url) of a sealed subject. */
export const sealedHash = (sealed: string): string => createHash('sha256').update(sealed).digest('base64url')
