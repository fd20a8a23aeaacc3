import { createPublicKey } from 'node:crypto'
import { isEd25519Key } from './ed25519-key.ts'

/** Why a key is refused. For the log. */
export class KeyFault extends Error {
  override name = 'KeyFault'
}

const KTY = 1
const ALG = 3
const RSA_BITS = { least: 2048, most: 4096 }
/** 65537, as COSE writes it (RFC 8230 §4): big-endian, without leading zeros. */
const EXPONENT = Buffer.from([1, 0, 1])

type Members = Map<number, number | Buffer>

/** What each algorithm that we offer requires: its key type, its members and what must be true of them. */
const KINDS: Record<number, { kty: number; labels: number[]; check(key: Members): void }> = {
  // ES256: EC2 on P-256 (RFC 9053 §2.1).
  [-7]: {
    kty: 2,
    labels: [-1, -2, -3],
    check(key) {
      if (key.get(-1) !== 1) throw new KeyFault('another curve')
      const [x, y] = [bytes(key, -2, 32), bytes(key, -3, 32)]
      importing({ kty: 'EC', crv: 'P-256', x: x.toString('base64url'), y: y.toString('base64url') })
    },
  },
  // EdDSA: OKP on Ed25519 (RFC 9053 §2.2).
  [-8]: {
    kty: 1,
    labels: [-1, -2],
    check(key) {
      if (key.get(-1) !== 6) throw new KeyFault('another curve')
      if (!isEd25519Key(bytes(key, -2, 32))) throw new KeyFault('no point of the curve’s large group')
    },
  },
  // RS256: RSA (RFC 8230).
  [-257]: {
    kty: 3,
    labels: [-1, -2],
    check(key) {
      const [n, e] = [bytes(key, -1), bytes(key, -2)]
      if (!e.equals(EXPONENT)) throw new KeyFault('another exponent than 65537')
      const bits = n.length * 8 - Math.clz32(n[0] ?? 0) + 24
      if (!n[0] || bits < RSA_BITS.least || bits > RSA_BITS.most)
        throw new KeyFault('another size of modulus')
      if (((n.at(-1) ?? 0) & 1) === 0) throw new KeyFault('an even modulus')
      importing({ kty: 'RSA', n: n.toString('base64url'), e: e.toString('base64url') })
    },
  },
}

/**
 * Checks a credential's public key as the authenticator attested it (WebAuthn L3 §6.5.1.1, RFC 9052 §7). It has
 * exactly the members that its algorithm needs, each once, in the shortest encoding, with nothing after them. Only
 * its owner can sign with it.
 * @throws KeyFault
 */
export function checkCoseKey(encoded: Uint8Array): void {
  const key = decode(Buffer.from(encoded))
  const kind = KINDS[Number(key.get(ALG))]
  if (!kind) throw new KeyFault('another algorithm')
  if (key.get(KTY) !== kind.kty) throw new KeyFault('another type of key than its algorithm has')
  if (key.size !== kind.labels.length + 2 || kind.labels.some((label) => !key.has(label)))
    throw new KeyFault('other members than its algorithm has')
  kind.check(key)
}

function bytes(key: Members, label: number, length?: number): Buffer {
  const value = key.get(label)
  if (!Buffer.isBuffer(value) || (length !== undefined && value.length !== length))
    throw new KeyFault('a member of another length')
  return value
}

/** The library's import refuses points that are not on the curve, including the point at infinity. */
function importing(key: Record<string, string>): void {
  try {
    createPublicKey({ key, format: 'jwk' })
  } catch {
    throw new KeyFault('no key')
  }
}

/** Decodes only a CBOR map of small integers and byte strings (RFC 8949). */
function decode(input: Buffer): Members {
  let at = 0
  const byte = (): number => {
    const value = input[at++]
    if (value === undefined) throw new KeyFault('cut off')
    return value
  }
  const head = (): { major: number; value: number } => {
    const first = byte()
    const [major, info] = [first >> 5, first & 31]
    if (info < 24) return { major, value: info }
    const value = info === 24 ? byte() : info === 25 ? byte() * 256 + byte() : -1
    if (value < (info === 24 ? 24 : 256)) throw new KeyFault('not in the shortest encoding')
    return { major, value }
  }
  const item = (): number | Buffer => {
    const { major, value } = head()
    if (major === 0) return value
    if (major === 1) return -1 - value
    if (major !== 2 || at + value > input.length) throw new KeyFault('neither integer nor bytes')
    at += value
    return input.subarray(at - value, at)
  }
  const { major, value: size } = head()
  if (major !== 5) throw new KeyFault('no map')
  const members: Members = new Map()
  for (let count = 0; count < size; count++) {
    const label = item()
    if (typeof label !== 'number' || members.has(label))
      throw new KeyFault('a member twice, or without a number')
    members.set(label, item())
  }
  if (at !== input.length) throw new KeyFault('something after the key')
  return members
}
