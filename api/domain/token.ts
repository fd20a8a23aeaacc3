import { createHash, createHmac, createSecretKey, type KeyObject } from 'node:crypto'
import type { Purpose } from '../contract/catalogue.ts'
import { preparedKey } from './keys/prepared-key.ts'

/**
 * Linkage token: HMAC-SHA-256(key of the database, generation, purpose, subject), base64url, 43 characters. Each
 * database has its own key, so tokens of two databases about one person have nothing in common (I6).
 */
export function linkageToken(
  master: Buffer,
  of: { database: string; generation: number; purpose: Purpose; subject: string },
): string {
  return createHmac('sha256', keyOf(master, of.database))
    .update(`${of.generation}\n${of.purpose}\n${of.subject}`)
    .digest('base64url')
}

/** Bytes of an HMAC that one draw takes. */
const DRAWN_BYTES = 6

/**
 * Deterministic draws for a decision in a database, the same for every purpose: HMAC-SHA-256(key of the database,
 * decision, subject). Those of two databases have nothing in common (I6).
 * @returns up to five numbers, one a call: 0 ≤ below(n) < n, uniform but for one part in a hundred thousand.
 */
export function drawsOf(
  master: Buffer,
  of: { database: string; ordinal: number; subject: string },
): (n: number) => number {
  const drawn = createHmac('sha256', keyOf(master, of.database))
    .update(`wait\n${of.ordinal}\n${of.subject}`)
    .digest()
  let at = -DRAWN_BYTES
  return (n) => {
    at += DRAWN_BYTES
    return drawn.readUIntBE(at, DRAWN_BYTES) % n
  }
}

const ofDatabases = new WeakMap<Buffer, Map<string, KeyObject>>()

/**
 * The key of a database: HMAC-SHA-256 of its id under the master. There are as many as the catalogue has databases.
 */
function keyOf(master: Buffer, database: string): KeyObject {
  const keys = ofDatabases.get(master) ?? new Map<string, KeyObject>()
  ofDatabases.set(master, keys)
  const known = keys.get(database)
  if (known) return known
  const made = createSecretKey(
    createHmac('sha256', preparedKey(master)).update(`database\n${database}`).digest(),
  )
  keys.set(database, made)
  return made
}

const MODULUS = 1n << 256n

/** Digest of no token at all: 32 zero bytes, base64url. */
export const EMPTY_DIGEST = Buffer.alloc(32).toString('base64url')

/** The digest after one more revoked token: `(digest + SHA-256(token)) mod 2^256`, big-endian, base64url. */
export function addToDigest(digest: string, token: string): string {
  const sum =
    (toInteger(Buffer.from(digest, 'base64url')) + toInteger(createHash('sha256').update(token).digest())) %
    MODULUS
  return Buffer.from(sum.toString(16).padStart(64, '0'), 'hex').toString('base64url')
}

const toInteger = (bytes: Buffer): bigint => BigInt(`0x${bytes.toString('hex')}`)
