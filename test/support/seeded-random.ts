import { createHash } from 'node:crypto'
import type { Random } from '../../api/domain/random.ts'

/** Randomness that is the same for the same seed: SHA-256 in counter mode. */
export function createSeededRandom(seed: string): Random {
  let counter = 0
  const bytes = (length: number): Buffer => {
    const blocks: Buffer[] = []
    for (let have = 0; have < length; have += 32)
      blocks.push(createHash('sha256').update(`${seed} ${counter++}`).digest())
    return Buffer.concat(blocks).subarray(0, length)
  }
  return {
    bytes,
    // 48 bits over at most 2^20: the bias is far below what a statistic could see.
    below: (n) => bytes(6).readUIntBE(0, 6) % n,
    id: () =>
      bytes(16)
        .toString('hex')
        .replace(/^(.{8})(.{4}).(.{3}).(.{3})(.{12})$/, '$1-$2-4$3-8$4-$5'),
  }
}
