import { deflateSync } from 'node:zlib'
import { compressBits, LIST_SIZE } from '../../../api/domain/status-list.ts'
import { median } from '../../support/statistics.ts'
import type { Line, Row } from '../harness.ts'

const SHARES = [0.001, 0.01, 0.05]
const LISTS = 5

/** Size of a list whose every index is given out, by the share that is revoked. */
export const listSize: Row = {
  number: 7,
  async run() {
    const lines: Line[] = []
    for (const share of SHARES) {
      const sizes: { own: number; nine: number }[] = []
      for (let list = 0; list < LISTS; list++) {
        const bits = randomBits(share)
        const own = Buffer.from(await compressBits(bits), 'base64url').length
        sizes.push({ own, nine: deflateSync(bits, { level: 9 }).length })
      }
      const own = median(sizes.map((size) => size.own))
      const nine = median(sizes.map((size) => size.nine))
      const bound = (LIST_SIZE * entropy(share)) / 8
      const what = `status list, 1 M entries, ${share * 100} % revoked`
      const value = bytes(own)
      lines.push(
        {
          row: 7,
          what: `${what} : level 9`,
          value,
          yardstick: bytes(nine),
          measured: own / nine,
          unit: '×',
          goal: { atMost: 1.1 },
          note: '',
        },
        {
          row: 7,
          what: `${what} : entropy`,
          value,
          yardstick: bytes(bound),
          measured: own / bound,
          unit: '×',
          goal: { atMost: 1.6 },
          note: '',
        },
      )
    }
    return lines
  },
}

const bytes = (count: number) => `${(count / 1000).toFixed(1)} kB`

/** Bits per entry below which no code can go. */
const entropy = (p: number) => -p * Math.log2(p) - (1 - p) * Math.log2(1 - p)

function randomBits(share: number): Uint8Array {
  const bits = new Uint8Array(LIST_SIZE / 8)
  for (let idx = 0; idx < LIST_SIZE; idx++)
    if (Math.random() < share) bits[idx >> 3] = (bits[idx >> 3] ?? 0) | (1 << (idx & 7))
  return bits
}
