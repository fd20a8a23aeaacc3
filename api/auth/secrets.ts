import { createHash } from 'node:crypto'
import type { Random } from '../domain/random.ts'

/** The stored hash of a secret that a browser holds. */
export const hashSecret = (secret: string): string => createHash('sha256').update(secret).digest('base64url')

/** A new secret of 256 bits (base64url), and its stored hash. */
export function newSecret(random: Random): { secret: string; secret_hash: string } {
  const secret = random.bytes(32).toString('base64url')
  return { secret, secret_hash: hashSecret(secret) }
}
