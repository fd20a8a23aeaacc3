/** The log of SQLite (sqlite.org/fileformat2.html#walformat). */
const HEADER = 32
const FRAME_HEADER = 24
const MAGIC = 0x377f0682
const VERSION = 3007000

type Sum = readonly [number, number]

/**
 * Tells damage in a write-ahead log from a torn end. SQLite reads a log up to the first frame that does not verify,
 * and ignores the rest. After a crash that frame is a torn end, which was never acknowledged. After a flipped bit the
 * rest is everything acknowledged since.
 *
 * Damage is one of three. A commit follows a bad frame, belongs to the same run of the log, and continues the frame
 * before it. Or one flipped bit explains a frame. Or the header does not verify. A torn last frame has none of these.
 * @returns what is damaged; null: nothing, or the log ends there.
 */
export function logDamage(log: Buffer): string | null {
  if (log.length < HEADER + FRAME_HEADER || log.subarray(0, HEADER).every((byte) => byte === 0)) return null
  const magic = log.readUInt32BE(0)
  const big = (magic & 1) === 1
  const size = log.readUInt32BE(8)
  const header = sumOf(wordsOf(log, 0, 24, big), [0, 0])
  const isHeader = (magic & ~1) === MAGIC && log.readUInt32BE(4) === VERSION && isPageSize(size)
  if (!isHeader || !equal(header, sumAt(log, 24))) return 'its header'
  const length = FRAME_HEADER + size
  const count = Math.floor((log.length - HEADER) / length)
  const at = (frame: number) => HEADER + frame * length
  const salted = (frame: number) => log.compare(log, 16, 24, at(frame) + 8, at(frame) + 16) === 0
  const words = (frame: number) => {
    const from = at(frame)
    const head = wordsOf(log, from, from + 8, big)
    const page = wordsOf(log, from + FRAME_HEADER, from + length, big)
    return [head, page] as const
  }
  const summed = (frame: number, seed: Sum) => words(frame).reduce((sum, part) => sumOf(part, sum), seed)

  let seed: Sum = header
  for (let frame = 0; frame < count; frame++) {
    const stored = sumAt(log, at(frame) + 16)
    const sum = summed(frame, seed)
    if (equal(sum, stored) && salted(frame)) {
      seed = stored
      continue
    }
    const damaged = `frame ${frame + 1} of ${count}`
    if (equal(sum, stored)) return damaged
    if (!salted(frame)) return laterCommit(frame, stored) ? damaged : null
    const [head, page] = words(frame)
    if (differByOneBit(sum, stored) || oneBitExplains([...head, ...page], sum, stored)) return damaged
    return laterCommit(frame, sum) ? damaged : null
  }
  return null

  /**
   * Whether a commit of this run of the log follows a bad frame. @param computed the right checksum of the bad frame.
   */
  function laterCommit(bad: number, computed: Sum): boolean {
    for (let frame = bad + 1; frame < count; frame++) {
      const isCommit = log.readUInt32BE(at(frame) + 4) !== 0
      if (!isCommit || !salted(frame)) continue
      const stored = sumAt(log, at(frame) + 16)
      if (equal(summed(frame, sumAt(log, at(frame - 1) + 16)), stored)) return true
      if (frame === bad + 1 && equal(summed(frame, computed), stored)) return true
    }
    return false
  }
}

const isPageSize = (size: number) => size >= 512 && size <= 65536 && (size & (size - 1)) === 0
const sumAt = (log: Buffer, at: number): Sum => [log.readUInt32BE(at), log.readUInt32BE(at + 4)]
const equal = (a: Sum, b: Sum) => a[0] === b[0] && a[1] === b[1]

/** Words of 32 bits in the byte order in which the log is summed. */
function wordsOf(log: Buffer, from: number, to: number, big: boolean): Uint32Array {
  const bytes = Buffer.alloc(to - from)
  log.copy(bytes, 0, from, to)
  if (big) bytes.swap32()
  return new Uint32Array(bytes.buffer, bytes.byteOffset, bytes.length / 4)
}

/** Continues the checksum over pairs of words: s0 += x0 + s1, s1 += x1 + s0. */
function sumOf(words: Uint32Array, [a, b]: Sum): Sum {
  let [s0, s1] = [a, b]
  for (let i = 0; i < words.length; i += 2) {
    s0 = (s0 + (words[i] ?? 0) + s1) >>> 0
    s1 = (s1 + (words[i + 1] ?? 0) + s0) >>> 0
  }
  return [s0, s1]
}

function differByOneBit(a: Sum, b: Sum): boolean {
  const [x, y] = [(a[0] ^ b[0]) >>> 0, (a[1] ^ b[1]) >>> 0]
  const isPower = (n: number) => n !== 0 && (n & (n - 1)) === 0
  return (isPower(x) && y === 0) || (x === 0 && isPower(y))
}

/**
 * Whether one flipped bit in `words` explains the difference of `sum` and `stored`. The sum is linear in the words:
 * each later pair multiplies the contribution of a word by the matrix (1 1; 1 2).
 */
function oneBitExplains(words: number[], sum: Sum, stored: Sum): boolean {
  const [want0, want1] = [(stored[0] - sum[0]) | 0, (stored[1] - sum[1]) | 0]
  // What the second word of the pair contributes to both sums, and what the first one contributes.
  let second: [number, number] = [0, 1]
  let first: [number, number] = [1, 1]
  for (let i = words.length - 2; i >= 0; i -= 2) {
    for (const [word, [c0, c1]] of [
      [words[i] ?? 0, first],
      [words[i + 1] ?? 0, second],
    ] as const)
      for (let bit = 0; bit < 32; bit++) {
        const change = word & (1 << bit) ? -(1 << bit) : 1 << bit
        if (Math.imul(c0, change) === want0 && Math.imul(c1, change) === want1) return true
      }
    second = carried(second)
    first = carried(first)
  }
  return false
}

const carried = ([c0, c1]: [number, number]): [number, number] => [(c0 + c1) | 0, (c0 + 2 * c1) | 0]
