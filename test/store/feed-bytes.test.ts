import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createFeedBytes } from '../../api/feed-bytes.ts'
import type { Store } from '../../api/store/store.ts'
import { openStore, placeForStore } from '../support/engine.ts'

const EVENTS = 80
const KEEP = 5
const folder = mkdtempSync(join(tmpdir(), 'erabu-feed-'))
let store: Store

beforeAll(async () => {
  store = await openStore(await placeForStore(folder))
  const rows = Array.from({ length: EVENTS }, (_, i) => ({
    database_id: 'a',
    seq: i + 1,
    jti: `j${i + 1}`,
    token: `t${i + 1}`,
    kind: 'revoke' as const,
    recorded_at: 0,
    published_at: 0,
    ordinal: 0,
    set: `set-${'x'.repeat((i * 7) % 23)}-${i + 1}`,
    revoked_count: i + 1,
    revoked_digest: '',
  }))
  await store.transact((tx) => tx.insertInto('event').values(rows).execute())
})
afterAll(async () => {
  await store.close()
  rmSync(folder, { recursive: true })
})

const poll = fc.record({
  cursor: fc.nat(EVENTS),
  limit: fc.integer({ min: 1, max: 20 }),
  published: fc.nat(9),
})

test('a page holds the events after its cursor and no other, wherever a holder polls from and whatever is kept', () =>
  fc.assert(
    fc.asyncProperty(fc.array(poll, { minLength: 1, maxLength: 25 }), async (polls) => {
      const bytes = createFeedBytes(store, { keep: KEEP })
      let head = 1
      for (const { cursor, limit, published } of polls) {
        head = Math.min(EVENTS, head + published)
        const from = Math.min(cursor, head)
        const page = await bytes.page('a', from, limit, head)
        const sets = JSON.parse(`{${page.bytes.toString()}}`) as Record<string, string>
        const expected = Array.from({ length: page.count }, (_, i) => `j${from + i + 1}`)
        expect(Object.keys(sets)).toEqual(expected)
        expect(Object.values(sets).every((set, i) => set.endsWith(`-${from + i + 1}`))).toBe(true)
        expect(page.count).toBeLessThanOrEqual(Math.min(limit, head - from))
        if (from < head) expect(page.count).toBeGreaterThan(0)
      }
    }),
    { numRuns: 300 },
  ))

test('polls at the same moment do not disturb each other', async () => {
  const bytes = createFeedBytes(store, { keep: KEEP })
  const pages = await Promise.all([0, 3, 40, 0, 60].map((cursor) => bytes.page('a', cursor, 4, EVENTS)))
  expect(pages.map(({ bytes, count }) => [count, Object.keys(JSON.parse(`{${bytes}}`))[0]])).toEqual([
    [4, 'j1'],
    [4, 'j4'],
    [4, 'j41'],
    [4, 'j1'],
    [4, 'j61'],
  ])
})
