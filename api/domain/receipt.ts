import { createHash } from 'node:crypto'
import type { Relation } from '../contract/acting.ts'
import type { Decision, ReceiptPayload } from '../contract/patient.ts'
import { jcs } from './decision.ts'
import type { DeskEvidence } from './desk/evidence.ts'

/** Crockford's base 32: no I, L, O, U, so that a number read aloud is not misheard. */
export const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'

/** A letter for each random byte. */
export const lettersOf = (random: Uint8Array): string =>
  Array.from(random, (byte) => ALPHABET[byte & 31]).join('')

/** A receipt number such as `R-7K3M-Q2XD-9FTA`, from 12 random bytes. */
export function receiptNumber(random: Uint8Array): string {
  const letters = lettersOf(random.subarray(0, 12))
  return `R-${letters.slice(0, 4)}-${letters.slice(4, 8)}-${letters.slice(8)}`
}

/** The number of a case, such as `C-7K3M-Q2XD`, from 8 random bytes. */
export function caseNumber(random: Uint8Array): string {
  const letters = lettersOf(random.subarray(0, 8))
  return `C-${letters.slice(0, 4)}-${letters.slice(4)}`
}

/** What the patient's passkey signed over a decision, kept so that anybody we show it to can verify it again. */
export type Evidence = {
  decision: Decision
  nonce: string
  credential_id: string
  /** COSE key, base64url. */
  public_key: string
  client_data_json: string
  authenticator_data: string
  signature: string
  /** `kiosk:<id>` for a decision made at a kiosk. */
  channel?: string
  /** How whoever signed stands to the person. */
  acting?: Relation
}

/** SHA-256 (base64url) of evidence in canonical form, to which a receipt commits. */
const evidenceHash = (evidence: object): string =>
  createHash('sha256').update(jcs(evidence)).digest('base64url')

/**
 * Payload of a receipt. It names no person and holds no insurer number. `iat` in seconds. One from paper also commits to
 * the form and to each of its two assertions.
 */
export const receiptPayload = (of: {
  issuer: string
  iat: number
  number: string
  decision: Decision
  databases: string[]
  evidence: Evidence | DeskEvidence
}): ReceiptPayload => ({
  iss: of.issuer,
  iat: of.iat,
  jti: of.number,
  choice: of.decision.choice,
  scope: of.decision.scope,
  databases: of.databases,
  text: of.decision.text,
  ...(of.evidence.channel === undefined ? {} : { channel: of.evidence.channel }),
  ...('acting' in of.evidence ? { acting: of.evidence.acting } : {}),
  assertion: evidenceHash(of.evidence),
  ...('assertions' in of.evidence
    ? { form: of.evidence.form, assertions: of.evidence.assertions.map(evidenceHash) }
    : {}),
})
