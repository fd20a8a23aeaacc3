import { createHmac, timingSafeEqual } from 'node:crypto'

/** What tells one registered kiosk, and one issue of its credential, from another. */
export type KioskIdentity = { id: string; generation: number }

/**
 * Credential of a kiosk: `<id>.<HMAC-SHA-256(key, generation, id)>`, base64url. Nothing of it is stored: it is made
 * again whenever a kiosk has to find back to its start address.
 */
export const kioskCredential = (key: Buffer, { id, generation }: KioskIdentity): string =>
  `${id}.${createHmac('sha256', key).update(`kiosk\n${generation}\n${id}`).digest('base64url')}`

/** The id that a credential claims. It is a claim until `isCredentialOf` says so. */
export const claimedKiosk = (credential: string): string => credential.split('.')[0] ?? ''

/** Whether a credential is this kiosk's, in a time that tells nothing. */
export function isCredentialOf(credential: string, key: Buffer, kiosk: KioskIdentity): boolean {
  const [given, right] = [Buffer.from(credential), Buffer.from(kioskCredential(key, kiosk))]
  return given.length === right.length && timingSafeEqual(given, right)
}

/** How a decision made at a kiosk says where it was made, in its evidence and its receipt. */
export const kioskChannel = (id: string): string => `kiosk:${id}`
