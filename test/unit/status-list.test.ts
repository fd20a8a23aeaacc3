import { constants, deflateSync, inflateSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import {
  compressBits,
  emptyBits,
  isSet,
  LIST_SIZE,
  listPayload,
  orBits,
  roomIn,
  setBit,
} from '../../api/domain/status-list.ts'
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
  it('are closed everywhere except at usable entries', () => {
    const bits = listBits([0, 9, 23], 24)
    expect(
      Array.from({ length: 24 }, (_, i) => statusAt(bits, i, 1)).flatMap((bit, i) => (bit ? [] : [i])),
    ).toEqual([0, 9, 23])
  })

  it('say of each entry whether it is closed, also beyond their end', () => {
    const bits = listBits([0, 9, 23], 24)
    const open = Array.from({ length: 32 }, (_, idx) => idx).filter((idx) => !isSet(bits, idx))
    expect(open).toEqual([0, 9, 23])
  })

  it('are closed where either of two is', () => {
    const [one, other] = [listBits([0, 9, 23], 24), listBits([1, 9, 23], 24)]
    expect(orBits(one, other)).toEqual(listBits([9, 23], 24))
    expect(orBits(one, other.subarray(0, 2))).toEqual(listBits([9], 24))
  })

  it('have room for known tokens, and keep some of it for tokens that are hidden', () => {
    const full = LIST_SIZE - 16_384
    expect(roomIn({ assigned: 0, reserved: 0 }, false)).toBe(full)
    expect(roomIn({ assigned: 5, reserved: 12_288 }, false)).toBe(full - 5)
    expect(roomIn({ assigned: 5, reserved: 12_289 }, false)).toBe(full - 6)
    expect(roomIn({ assigned: 5, reserved: 7 }, true)).toBe(LIST_SIZE - 8192 - 12)
  })

  it('close an open entry again, and leave its neighbours unchanged', () => {
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

  it('have a million entries, and are closed for ever after twelve hours', () => {
    const head = { seq: 1, revoked_count: 1, revoked_digest: 'd' }
    expect(LIST_SIZE).toBe(1_048_576)
    expect(emptyBits()).toHaveLength(131_072)
    expect(listPayload('https://e/1', 1000, 'lst', head)).toEqual({
      sub: 'https://e/1',
      iat: 1000,
      exp: 1000 + 43_200,
      ttl: 300,
      status_list: { bits: 1, lst: 'lst' },
      'urn:erabu:head': head,
      'urn:erabu:padding': expect.stringMatching(/^0+$/),
    })
  })

  it('are compressed with the strategy that is smaller for them', async () => {
    const smaller = new Set<string>()
    const withGapsUpTo = (gap: number) => {
      const bits = emptyBits(1 << 16)
      for (let idx = 0; idx < 1 << 16; idx += 1 + ((idx * 7919) % gap)) setBit(bits, idx, false)
      return bits
    }
    for (const bits of [withGapsUpTo(71), withGapsUpTo(307)]) {
      const by = (strategy: number) => deflateSync(bits, { strategy }).toString('base64url')
      const [rle, huffman] = [by(constants.Z_RLE), by(constants.Z_HUFFMAN_ONLY)]
      smaller.add(rle.length < huffman.length ? 'rle' : 'huffman')
      expect(await compressBits(bits)).toBe(rle.length < huffman.length ? rle : huffman)
    }
    expect([...smaller]).toEqual(['huffman', 'rle'])
  })

  it.each([0.001, 0.01, 0.05, 0.5])(
    'are as short as either strategy makes them, at %d closed',
    async (share) => {
      const bits = new Uint8Array(LIST_SIZE / 8)
      // A separate generator (Lehmer), so that each run sees the same list.
      let seed = 1
      for (let idx = 0; idx < LIST_SIZE; idx++) {
        seed = (seed * 48_271) % 2_147_483_647
        setBit(bits, idx, seed < share * 2_147_483_647)
      }
      const lengths = [constants.Z_RLE, constants.Z_HUFFMAN_ONLY].map(
        (strategy) => deflateSync(bits, { strategy }).length,
      )
      const { length } = Buffer.from(await compressBits(bits), 'base64url')
      expect(length).toBeLessThanOrEqual(1.02 * Math.min(...lengths))
    },
  )
})
