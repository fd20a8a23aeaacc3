import { createHmac, timingSafeEqual } from 'node:crypto'

/** Distinguishes registered kiosks, and issues of a kiosk's credential. */
export type KioskIdentity = { id: string; generation: number }

/**
 * Credential of a kiosk: `<id>.<HMAC-SHA-256(key, generation, id)>`, base64url. It is not stored: it is computed
 * again whenever a kiosk needs its start address.
 */
export const kioskCredential = (key: Buffer, { id, generation }: KioskIdentity): string =>
  `${id}.${createHmac('sha256', key).update(`kiosk\n${generation}\n${id}`).digest('base64url')}`

/** The id that a credential claims, not verified until `isCredentialOf`. */
export const claimedKiosk = (credential: string): string => credential.split('.')[0] ?? ''

/** Whether a credential is this kiosk's, compared in constant time. */
export function isCredentialOf(credential: string, key: Buffer, kiosk: KioskIdentity): boolean {
  const [given, right] = [Buffer.from(credential), Buffer.from(kioskCredential(key, kiosk))]
  return given.length === right.length && timingSafeEqual(given, right)
}

/** The channel of a decision made at a kiosk, in its evidence and its receipt. */
export const kioskChannel = (id: string): string => `kiosk:${id}`
