import { inflateSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { compressBits, emptyBits, setBit } from '../../api/domain/status-list.ts'
import data from '../vectors/status-list.json' with { type: 'json' }

const { vectors } = data

const statusAt = (bytes: Uint8Array, idx: number, bits: number) =>
  ((bytes[(idx * bits) >> 3] ?? 0) >> ((idx * bits) & 7)) & ((1 << bits) - 1)

const listBits = (usable: number[], size: number) => {
  const bits = emptyBits(size)
  for (const idx of usable) setBit(bits, idx, false)
  return bits
}

describe('status lists', () => {
  it('are closed everywhere but at usable entries', () => {
    const bits = listBits([0, 9, 23], 24)
    expect(
      Array.from({ length: 24 }, (_, i) => statusAt(bits, i, 1)).flatMap((bit, i) => (bit ? [] : [i])),
    ).toEqual([0, 9, 23])
  })

  it('close again what was open, and leave the neighbours alone', () => {
    const bits = listBits([7, 8, 9], 16)
    setBit(bits, 8, true)
    expect(bits).toEqual(listBits([7, 9], 16))
  })

  it.each(vectors.filter((v) => v.bits === 1))(
    'have the bit order of the specification ($lst)',
    async (vector) => {
      const size = vector.size ?? vector.statuses?.length ?? 0
      const set = new Set(
        vector.set ? Object.keys(vector.set).map(Number) : vector.statuses?.flatMap((s, i) => (s ? [i] : [])),
      )
      const open = Array.from({ length: size }, (_, i) => i).filter((i) => !set.has(i))
      const ours = listBits(open, size)
      expect(Buffer.from(ours).equals(inflateSync(Buffer.from(vector.lst, 'base64url')))).toBe(true)
      expect(Buffer.from(ours).equals(inflateSync(Buffer.from(await compressBits(ours), 'base64url')))).toBe(
        true,
      )
    },
  )
})
