/** Padding. An observer who sees only the lengths of answers must not learn which databases changed by how much. */

/** Every answer to a poll is a multiple of this. */
const POLL_STEP = 4096
const SPACES = Buffer.alloc(POLL_STEP, ' ')

/**
 * @returns the spaces that follow the JSON of a poll's answer (RFC 8259 §2 allows them). @param length of the JSON.
 */
export const pollPadding = (length: number): Buffer<ArrayBuffer> =>
  SPACES.subarray(0, (POLL_STEP - (length % POLL_STEP)) % POLL_STEP)

/** Size classes per doubling: each is a fifth larger than the one before. */
const STEPS = 4
const SMALLEST = 4096

/** @returns the smallest size class that is not below a length. */
export function sizeClass(length: number): number {
  const size = (step: number) => Math.ceil(SMALLEST * 2 ** (step / STEPS))
  let step = Math.max(0, Math.floor(STEPS * Math.log2(length / SMALLEST)))
  while (size(step) < length) step += 1
  return size(step)
}

const EXTRA_FLAG = 4
const HEADER = 10
/** The length of the extra field, and the id and the length of its subfield. */
const EXTRA = 6

/**
 * Pads a gzip member to its size class by an extra field (RFC 1952 §2.3.1.1), which readers skip. Up to 340 KB no
 * class is wider than the field can fill, which holds at most 64 KiB.
 * @param bytes as zlib makes them: without any optional field.
 */
export function padGzip(bytes: Buffer<ArrayBuffer>): Buffer<ArrayBuffer> {
  const padded = Buffer.alloc(sizeClass(bytes.length + EXTRA))
  const room = padded.length - bytes.length - EXTRA
  bytes.copy(padded, 0, 0, HEADER)
  padded.writeUInt8(EXTRA_FLAG, 3)
  padded.writeUInt16LE(room + 4, HEADER)
  padded.write('Er', HEADER + 2)
  padded.writeUInt16LE(room, HEADER + 4)
  bytes.copy(padded, HEADER + EXTRA + room, HEADER)
  return padded
}
