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
 * The bits of a list: 1 = do not use. Everything is 1 but the entries of usable tokens, so that what was never
 * assigned, waits or was revoked is closed. Entry 0 is the least significant bit of byte 0 (Token Status List, §4).
 * @param usable indices of usable tokens.
 */
export function listBits(usable: Iterable<number>, size = LIST_SIZE): Uint8Array {
  const bits = new Uint8Array(size / 8).fill(0xff)
  for (const idx of usable) bits[idx >> 3] = (bits[idx >> 3] ?? 0) & ~(1 << (idx & 7))
  return bits
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
