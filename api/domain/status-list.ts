import { promisify } from 'node:util'
import { constants, deflate } from 'node:zlib'
import { HEAD_CLAIM, type Head, PADDING_CLAIM } from '../contract/holder.ts'
import { sizeClass } from './padding.ts'

/** Entries of one list. */
export const LIST_SIZE = 1 << 20
/**
 * Indexes that are given out before the next list is opened. Unassigned entries are closed and add noise among the
 * open ones, so little is left over. Finding the last free indexes takes a few dozen tries each.
 */
export const LIST_FULL = LIST_SIZE - LIST_SIZE / 64

/** Indexes given out: to tokens that the holder knows, and to tokens that it does not know yet. */
export type Filled = { assigned: number; reserved: number }

/**
 * How many indexes may still be given out. Those of hidden tokens come from the remainder: the holder sees lists fill
 * up as if there were no hidden tokens.
 */
export const roomIn = ({ assigned, reserved }: Filled, hidden: boolean): number =>
  hidden
    ? LIST_SIZE - LIST_SIZE / 128 - assigned - reserved
    : Math.min(LIST_FULL, LIST_SIZE - LIST_SIZE / 256 - reserved) - assigned
/** Seconds a holder may keep a list before it asks again. */
export const LIST_TTL = 300
/** Seconds after which a list must no longer be used (I8). */
export const LIST_LIFE = 12 * 3600

const compress = promisify(deflate)
/** One chunk of output and large blocks: a third less work. */
const AT_ONCE = { chunkSize: LIST_SIZE / 8, memLevel: 9 }

/**
 * The bits of a list without a usable token: 1 = do not use. Unassigned entries are closed, like those that wait,
 * were revoked or taken back.
 */
export const emptyBits = (size = LIST_SIZE): Uint8Array => new Uint8Array(size / 8).fill(0xff)

/** Whether an entry is closed. */
export const isSet = (bits: Uint8Array, idx: number): boolean =>
  ((bits[idx >> 3] ?? 0xff) & (1 << (idx & 7))) !== 0

/** Sets one entry. Entry 0 is the least significant bit of byte 0 (Token Status List, §4). */
export function setBit(bits: Uint8Array, idx: number, closed: boolean): void {
  const mask = 1 << (idx & 7)
  const byte = bits[idx >> 3] ?? 0
  bits[idx >> 3] = closed ? byte | mask : byte & ~mask
}

/** Closed where either is closed. Both are of one size. */
export const orBits = (bits: Uint8Array, others: Uint8Array): Uint8Array =>
  bits.map((byte, index) => byte | (others[index] ?? 0xff))

/**
 * From this share of repeated bytes on, runs compress better than Huffman codes only: reached at 2 % of the bits set.
 */
const RUNS = 0.73
/** Bytes sampled: indexes are random, so any stretch of a list is like any other. */
const SAMPLE = 16_384

function hasRuns(bits: Uint8Array): boolean {
  const sample = bits.subarray(0, SAMPLE)
  let repeated = 0
  for (let i = 1; i < sample.length; i++) if (sample[i] === sample[i - 1]) repeated += 1
  return repeated > RUNS * sample.length
}

/** Bits ▶ `lst`: zlib stream in base64url, made off the event loop with the strategy that fits their density. */
export async function compressBits(bits: Uint8Array): Promise<string> {
  const strategy = hasRuns(bits) ? constants.Z_RLE : constants.Z_HUFFMAN_ONLY
  return (await compress(bits, { strategy, ...AT_ONCE })).toString('base64url')
}

/** Payload of a status list token (Token Status List, §5.1), padded to its size class. `iat` in seconds. */
export function listPayload(uri: string, iat: number, lst: string, head: Head) {
  const payload = {
    sub: uri,
    iat,
    exp: iat + LIST_LIFE,
    ttl: LIST_TTL,
    status_list: { bits: 1, lst },
    [HEAD_CLAIM]: head,
    [PADDING_CLAIM]: '',
  }
  const length = Buffer.byteLength(JSON.stringify(payload))
  return { ...payload, [PADDING_CLAIM]: '0'.repeat(sizeClass(length) - length) }
}
