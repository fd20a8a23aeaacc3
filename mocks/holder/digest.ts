import { createHash } from 'node:crypto'

/** `revoked_digest`: sum modulo 2^256 of SHA-256 over the tokens, big-endian, base64url. */
export function revokedDigest(tokens: Iterable<string>): string {
  let sum = 0n
  for (const token of tokens) sum += BigInt(`0x${createHash('sha256').update(token).digest('hex')}`)
  return Buffer.from((sum % (1n << 256n)).toString(16).padStart(64, '0'), 'hex').toString('base64url')
}
