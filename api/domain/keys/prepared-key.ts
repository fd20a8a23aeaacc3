import { createSecretKey, type KeyObject } from 'node:crypto'

const prepared = new WeakMap<Buffer, KeyObject>()

/**
 * A secret as a prepared `KeyObject`: HMAC would prepare raw bytes again each time, which costs several times the HMAC
 * itself.
 */
export function preparedKey(secret: Buffer): KeyObject {
  const known = prepared.get(secret)
  if (known) return known
  const made = createSecretKey(secret)
  prepared.set(secret, made)
  return made
}
