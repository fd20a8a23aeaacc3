import { promisify } from 'node:util'
import { constants, deflate } from 'node:zlib'
import { HEAD_CLAIM, type Head } from '../contract/holder.ts'

/** Entries of one list. */
export const LIST_SIZE = 1 << 20
/** Seconds a holder may keep a list before it asks again. */
export const LIST_TTL = 300
/** Seconds after which a list must not be used any more (I8). */
export const LIST_LIFE = 12 * 3600

const compress = promisify(deflate)

/**
 * The bits of a list without a usable token: 1 = do not use. What was never assigned is closed, like what waits, was
 * revoked or taken back.
 */
export const emptyBits = (size = LIST_SIZE): Uint8Array => new Uint8Array(size / 8).fill(0xff)

/** Sets one entry. Entry 0 is the least significant bit of byte 0 (Token Status List, §4). */
export function setBit(bits: Uint8Array, idx: number, closed: boolean): void {
  const mask = 1 << (idx & 7)
  const byte = bits[idx >> 3] ?? 0
  bits[idx >> 3] = closed ? byte | mask : byte & ~mask
}

/**
 * Bits ▶ `lst`: zlib stream in base64url, made off the event loop with the strategy that is smallest for their density.
 */
export async function compressBits(bits: Uint8Array): Promise<string> {
  const tried = await Promise.all(
    [constants.Z_RLE, constants.Z_HUFFMAN_ONLY].map((strategy) => compress(bits, { strategy })),
  )
  return tried.reduce((a, b) => (b.length < a.length ? b : a)).toString('base64url')
}

/** Payload of a status list token (Token Status List, §5.1). `iat` in seconds. */
export const listPayload = (uri: string, iat: number, lst: string, head: Head) => ({
  sub: uri,
  iat,
  exp: iat + LIST_LIFE,
  ttl: LIST_TTL,
  status_list: { bits: 1, lst },
  [HEAD_CLAIM]: head,
})
