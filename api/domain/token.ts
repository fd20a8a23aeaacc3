import { createHash, createHmac, createSecretKey, type KeyObject } from 'node:crypto'
import type { Purpose } from '../contract/catalogue.ts'

/** Subject of a person: HMAC-SHA-256 of ID5 under our key, base64url. It never leaves the api. */
export const subjectOf = (key: Buffer, id5: string): string =>
  createHmac('sha256', prepared(key).key).update(`subject\n${id5}`).digest('base64url')

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

/**
 * Keys as prepared `KeyObject`s: HMAC would prepare raw bytes again each time, which costs several times the HMAC
 * itself.
 */
const keys = new WeakMap<Buffer, { key: KeyObject; ofDatabases: Map<string, KeyObject> }>()

function prepared(master: Buffer) {
  const known = keys.get(master)
  if (known) return known
  const made = { key: createSecretKey(master), ofDatabases: new Map<string, KeyObject>() }
  keys.set(master, made)
  return made
}

/**
 * The key of a database: HMAC-SHA-256 of its id under the master. There are as many as the catalogue has databases.
 */
function keyOf(master: Buffer, database: string): KeyObject {
  const { key, ofDatabases } = prepared(master)
  const known = ofDatabases.get(database)
  if (known) return known
  const made = createSecretKey(createHmac('sha256', key).update(`database\n${database}`).digest())
  ofDatabases.set(database, made)
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
