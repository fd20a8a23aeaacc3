import type { JsonWebKey } from 'node:crypto'
import { createPublicKey, type KeyObject } from 'node:crypto'
import { isEd25519Key } from './ed25519-key.ts'

/** A key of a client, and the algorithms by which it may sign an assertion: none for a key that we do not accept. */
export type ClientKey = { kid: string | undefined; algorithms: string[]; key: KeyObject }

/** Why a key is not registered. */
export class ClientKeyFault extends Error {
  override name = 'ClientKeyFault'
}

const RSA_BITS = { least: 2048, most: 8192 }
const EXPONENT = 65537n
/** Members of private keys (RFC 7518 §6). */
const PRIVATE = ['d', 'p', 'q', 'dp', 'dq', 'qi', 'oth']
const ALGORITHMS: Record<string, string[]> = {
  'EC P-256': ['ES256'],
  'EC P-384': ['ES384'],
  RSA: ['PS256', 'RS384'],
  'OKP Ed25519': ['EdDSA', 'Ed25519'],
}

/** Every algorithm that a client may sign with. */
export const CLIENT_ALGORITHMS = ['ES256', 'ES384', 'PS256', 'RS384', 'EdDSA', 'Ed25519']

/**
 * Reads a public key of a client (RFC 7517). A sound key that is not for signatures, or of a kind that we do not
 * accept, fits no algorithm.
 * @throws ClientKeyFault for a key with which somebody else could also sign.
 */
export function readClientKey(jwk: Record<string, unknown>): ClientKey {
  if (jwk.kty === 'oct' || 'k' in jwk) throw new ClientKeyFault('is symmetric: a public key is needed')
  if (PRIVATE.some((name) => name in jwk))
    throw new ClientKeyFault('is private: only the public part is needed')
  const key = publicKey(jwk)
  const { modulusLength: bits = 0, publicExponent } = key.asymmetricKeyDetails ?? {}
  if (jwk.kty === 'RSA' && (bits < RSA_BITS.least || bits > RSA_BITS.most))
    throw new ClientKeyFault(`has ${bits} bits: ${RSA_BITS.least} to ${RSA_BITS.most} are needed`)
  if (jwk.kty === 'RSA' && publicExponent !== EXPONENT)
    throw new ClientKeyFault(`has another exponent than ${EXPONENT}`)
  if (jwk.crv === 'Ed25519' && !isEd25519Key(Buffer.from(String(jwk.x), 'base64url')))
    throw new ClientKeyFault('is no point of the curve’s large group')
  const kind = [jwk.kty, jwk.crv].filter((part) => part !== undefined).join(' ')
  const fitting = ALGORITHMS[kind] ?? []
  return {
    kid: typeof jwk.kid === 'string' ? jwk.kid : undefined,
    algorithms: isForSignatures(jwk) ? fitting.filter((alg) => namesAlg(jwk, fitting, alg)) : [],
    key,
  }
}

/** The library's import refuses points that are not on their curve. */
function publicKey(jwk: Record<string, unknown>): KeyObject {
  try {
    return createPublicKey({ key: jwk as JsonWebKey, format: 'jwk' })
  } catch {
    throw new ClientKeyFault('cannot be read as a public key')
  }
}

const isForSignatures = ({ use, key_ops }: Record<string, unknown>): boolean =>
  (use === undefined || use === 'sig') && (!Array.isArray(key_ops) || key_ops.includes('verify'))

/** `EdDSA` and `Ed25519` are two names of one algorithm (RFC 9864). */
const namesAlg = (jwk: Record<string, unknown>, fitting: string[], alg: string): boolean =>
  jwk.alg === undefined || jwk.alg === alg || (jwk.kty === 'OKP' && fitting.includes(String(jwk.alg)))
