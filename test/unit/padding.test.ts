import { gunzipSync, gzipSync } from 'node:zlib'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { padGzip, pollPadding, sizeClass } from '../../api/domain/padding.ts'
import { LIST_SIZE, listPayload } from '../../api/domain/status-list.ts'

const LONGEST_LIST = LIST_SIZE / 4

describe('sizes', () => {
  it('have few classes, each large enough for its content and none wasteful', () => {
    const classes = new Set<number>()
    for (let length = 1; length <= LONGEST_LIST; length += 97) {
      const size = sizeClass(length)
      classes.add(size)
      expect(size).toBeGreaterThanOrEqual(length)
      expect(size).toBeLessThanOrEqual(Math.max(4096, 1.2 * length))
      expect(sizeClass(size), 'a class is its own').toBe(size)
    }
    expect(classes.size).toBeLessThanOrEqual(26)
  })

  it('of a list are the same for all of its class, whatever its head and times', () => {
    const head = (seq: number) => ({ seq, revoked_count: seq >> 1, revoked_digest: 'd'.repeat(43) })
    const size = (characters: number, seq: number) =>
      JSON.stringify(listPayload('https://e/1', 1_800_000_000, 'x'.repeat(characters), head(seq))).length
    const sizes = [0, 1000, 3000].flatMap((characters) => [0, 9, 123_456].map((seq) => size(characters, seq)))
    expect(new Set(sizes)).toEqual(new Set([4096]))
    expect(size(20_000, 1)).toBe(size(20_300, 999_999))
    expect(size(20_000, 1)).not.toBe(size(30_000, 1))
  })

  it('of compressed content are those of a class, and any reader accepts the padding', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 6000 }), fc.nat(60_000), (random, zeros) => {
        const bytes = Buffer.concat([random, Buffer.alloc(zeros)])
        const plain = gzipSync(bytes)
        const padded = padGzip(plain)
        expect(padded.length).toBe(sizeClass(padded.length))
        expect(padded.length).toBeLessThanOrEqual(Math.max(4096, 1.2 * (plain.length + 6)))
        expect(gunzipSync(padded).equals(bytes)).toBe(true)
      }),
    )
  })

  it('of compressed content include a field that readers skip (RFC 1952 §2.3.1.1)', () => {
    for (const length of [20, 4085, 4090, 4091, 4096, 4097]) {
      const plain = Buffer.from(Array.from({ length }, (_, i) => 1 + (i % 250)))
      plain[3] = 0
      const padded = padGzip(plain)
      expect(padded).toHaveLength(length <= 4090 ? 4096 : 4871)
      const room = padded.length - length - 6
      expect(padded.subarray(0, 3)).toEqual(plain.subarray(0, 3))
      expect(padded[3]).toBe(4)
      expect(padded.subarray(4, 10)).toEqual(plain.subarray(4, 10))
      expect(padded.readUInt16LE(10)).toBe(room + 4)
      expect(padded.toString('latin1', 12, 14)).toBe('Er')
      expect(padded.readUInt16LE(14)).toBe(room)
      expect(padded.subarray(16, 16 + room)).toEqual(Buffer.alloc(room))
      expect(padded.subarray(16 + room)).toEqual(plain.subarray(10))
    }
  })

  it('of compressed random bytes, up to the longest list, are padded as well', () => {
    for (let length = 1000; length < LONGEST_LIST; length = Math.floor(length * 1.07)) {
      const bytes = Buffer.from(Array.from({ length }, (_, i) => (i * i * 31 + (i >> 3)) & 0xff))
      const padded = padGzip(gzipSync(bytes, { level: 0 }))
      expect(padded.length).toBe(sizeClass(padded.length))
      expect(gunzipSync(padded).equals(bytes)).toBe(true)
    }
  })

  it('of a poll are multiples of 4 KiB', () => {
    for (const length of [0, 1, 250, 4095, 4096, 4097, 900_000]) {
      const padding = pollPadding(length)
      expect((length + padding.length) % 4096).toBe(0)
      expect(padding.length).toBeLessThan(4096)
      expect(padding.toString().trim()).toBe('')
    }
  })
})
