import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createFeedPages, type Page } from '../../api/feed/pages.ts'
import type { Store } from '../../api/store/store.ts'
import { createTurns } from '../../api/turns.ts'
import { openStore, placeForStore } from '../support/engine.ts'

const EVENTS = 80
const SIZE = 5
const folder = mkdtempSync(join(tmpdir(), 'erabu-feed-'))
const turns = createTurns()
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

const setsOf = ({ parts }: Page) => JSON.parse(`{${Buffer.concat(parts)}}`) as Record<string, string>

test('a page holds exactly the events after its cursor, whatever the cursor and the cache', () =>
  fc.assert(
    fc.asyncProperty(fc.array(poll, { minLength: 1, maxLength: 25 }), async (polls) => {
      const bytes = createFeedPages({ store, turns }, { keep: 15, size: SIZE })
      let head = 1
      for (const { cursor, limit, published } of polls) {
        head = Math.min(EVENTS, head + published)
        const from = Math.min(cursor, head)
        const page = await bytes.page('a', from, limit, head)
        const sets = setsOf(page)
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
  const bytes = createFeedPages({ store, turns }, { keep: 15, size: SIZE })
  const pages = await Promise.all([0, 3, 40, 0, 60].map((cursor) => bytes.page('a', cursor, 4, EVENTS)))
  expect(pages.map((page) => [page.count, Object.keys(setsOf(page))[0]])).toEqual([
    [4, 'j1'],
    [4, 'j4'],
    [4, 'j41'],
    [4, 'j1'],
    [4, 'j61'],
  ])
})

test('a page reads only to the end of its block', async () => {
  let [read, asked] = [0, 0]
  const counting: Pick<Store, 'read' | 'generation'> = {
    generation: store.generation,
    async read(fn) {
      const rows = await store.read(fn)
      read += (rows as unknown[]).length
      asked += 1
      return rows
    },
  }
  const bytes = createFeedPages({ store: counting, turns }, { keep: 3 * SIZE, size: SIZE })
  const readFor = async (cursor: number, limit: number) => {
    const before = { read, asked }
    await bytes.page('a', cursor, limit, EVENTS)
    const rows = read - before.read
    // The store is asked once per block, and never for cached events.
    expect(asked - before.asked).toBe(rows / SIZE)
    return rows
  }
  expect(await readFor(70, 3)).toBe(SIZE)
  expect(await readFor(72, 6)).toBe(SIZE)
  // Back to the start, repeatedly: read once, then cached.
  expect(await readFor(0, 1)).toBe(SIZE)
  for (let times = 0; times < 10; times++) expect(await readFor(0, 1)).toBe(0)
  expect(await readFor(70, 3)).toBe(0)
  // A page of several blocks reads the missing ones, and the next time none.
  expect(await readFor(0, 3 * SIZE)).toBe(2 * SIZE)
  expect(await readFor(0, 3 * SIZE)).toBe(0)
  expect(await readFor(2, 2 * SIZE)).toBe(0)
})

test('a block at the head grows only by what is published', async () => {
  const bytes = createFeedPages({ store, turns }, { size: SIZE })
  for (let head = 1; head <= 12; head++) {
    const page = await bytes.page('a', 0, 1000, head)
    expect(Object.keys(setsOf(page))).toEqual(Array.from({ length: head }, (_, i) => `j${i + 1}`))
  }
})

/** A store that counts what is asked of it, and that can go back. */
function goingBack() {
  let generation = store.generation()
  let asked = 0
  let meanwhile = () => {}
  return {
    back: () => {
      generation += 1
    },
    /** Runs once, while the next question is under way. */
    during: (what: () => void) => {
      meanwhile = what
    },
    asked: () => asked,
    store: {
      generation: () => generation,
      async read(fn) {
        asked += 1
        const rows = await store.read(fn)
        meanwhile()
        meanwhile = () => {}
        return rows
      },
    } satisfies Pick<Store, 'read' | 'generation'>,
  }
}

test('a store that went back is asked again for what was kept before, and once', async () => {
  const counted = goingBack()
  const bytes = createFeedPages({ store: counted.store, turns }, { size: SIZE })
  const ask = async () => {
    await bytes.page('a', 0, SIZE, EVENTS)
    return counted.asked()
  }
  expect([await ask(), await ask()]).toEqual([1, 1])
  counted.back()
  expect([await ask(), await ask()]).toEqual([2, 2])
})

test('what was read while the store went back is kept for nobody', async () => {
  const counted = goingBack()
  const bytes = createFeedPages({ store: counted.store, turns }, { size: SIZE })
  counted.during(counted.back)
  await bytes.page('a', 0, SIZE, EVENTS)
  await bytes.page('a', 0, SIZE, EVENTS)
  expect(counted.asked()).toBe(2)
})

test('a block that another poll read farther meanwhile stays as far as it is', async () => {
  const counted = goingBack()
  const bytes = createFeedPages({ store: counted.store, turns }, { size: SIZE })
  // The farther poll is asked second and answered first.
  let farther: Promise<Page> | undefined
  const reading = counted.store.read
  let held = () => {}
  counted.store.read = async (fn) => {
    const rows = await reading(fn)
    if (farther) return rows
    farther = bytes.page('a', 0, SIZE, EVENTS)
    await Promise.race([farther, new Promise<void>((resolve) => (held = resolve))])
    return rows
  }
  expect((await bytes.page('a', 0, 2, 2)).count).toBe(2)
  held()
  const before = counted.asked()
  expect((await bytes.page('a', 0, SIZE, EVENTS)).count).toBe(SIZE)
  expect(counted.asked()).toBe(before)
})

test('the newest event of each block is told before a reader gets it', async () => {
  const told: unknown[] = []
  const bytes = createFeedPages({ store, turns }, { size: SIZE, saw: (event) => told.push(event) })
  await bytes.page('a', 0, SIZE + 2, SIZE + 2)
  expect(told).toEqual([
    { database_id: 'a', seq: SIZE, jti: `j${SIZE}` },
    { database_id: 'a', seq: SIZE + 2, jti: `j${SIZE + 2}` },
  ])
  await bytes.page('a', 0, SIZE + 2, SIZE + 2)
  expect(told).toHaveLength(2)
})

test('what was used longest ago is dropped where there is no room, and what was just used stays', async () => {
  const counted = goingBack()
  const bytes = createFeedPages({ store: counted.store, turns }, { keep: 2 * SIZE, size: SIZE })
  const asksFor = async (block: number) => {
    const before = counted.asked()
    await bytes.page('a', block * SIZE, 1, EVENTS)
    return counted.asked() > before
  }
  for (const block of [0, 1]) expect(await asksFor(block)).toBe(true)
  expect(await asksFor(0), 'used again').toBe(false)
  expect(await asksFor(2)).toBe(true)
  expect([await asksFor(0), await asksFor(2)]).toEqual([false, false])
  expect(await asksFor(1), 'dropped').toBe(true)
})

test('a page ends where the store has no more, or where an event is missing', async () => {
  const told: number[] = []
  const bytes = createFeedPages({ store, turns }, { size: SIZE, saw: ({ seq }) => told.push(seq) })
  expect((await bytes.page('a', EVENTS - 2, 10, EVENTS + 10)).count).toBe(2)
  expect(await bytes.page('a', EVENTS, 10, EVENTS + 10)).toEqual({ parts: [], count: 0 })
  expect(told).toEqual([EVENTS])
  const gapped = createFeedPages({
    store: {
      generation: store.generation,
      read: async (fn) =>
        ((await store.read(fn)) as { seq: number }[]).filter(({ seq }) => seq !== 4) as never,
    },
    turns,
  })
  expect((await gapped.page('a', 0, 10, EVENTS)).count).toBe(3)
})
