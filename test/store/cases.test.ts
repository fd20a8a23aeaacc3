import { describe, expect, vi } from 'vitest'
import { createCases } from '../../api/services/cases/found.ts'
import { usesAfterStop } from '../../api/store/records/cases.ts'
import type { Store } from '../../api/store/store.ts'
import { createParts } from '../support/bare-services.ts'
import { test } from '../support/bare-store.ts'
import { put, rowsOf } from '../support/rows.ts'

/** 30 November in Japan. */
const NOW = Date.parse('2026-11-29T15:00:00Z')

/** What opens cases; the nth slice fails where `fails` is n. */
function open(store: Store, fails = 0) {
  const parts = createParts(store)
  parts.clock.set(NOW - parts.now())
  const lanes: unknown[] = []
  const watched: Store = {
    ...store,
    transact(fn, options) {
      lanes.push(options?.lane)
      const cut = lanes.length === fails
      return store.transact(async (tx) => {
        const result = await fn(tx)
        if (cut) throw new Error('power cut')
        return result
      }, options)
    },
  }
  const next = vi.fn(async () => {})
  return { parts, lanes, next, ...createCases({ ...parts, store: watched, turns: { next } }) }
}

/** A completed upload of a report that names tokens of these people after their stop. */
async function found(store: Store, people: string[], id = 'use'): Promise<void> {
  await put(store, {
    linkage: people.map((subject) => ({ id: `${id} ${subject}`, subject, purpose: 'research' })),
    token: people.map((subject, idx) => ({
      token: `${id} ${subject}`,
      linkage_id: `${id} ${subject}`,
      list: id.length,
      idx,
    })),
    usage: [{ id, project_id: id }],
    usage_upload: [{ id: `upload of ${id}`, usage_id: id, completed_at: 1, cases_due: 1 }],
    upload_token: people.map((subject) => ({
      upload_id: `upload of ${id}`,
      token: `${id} ${subject}`,
      linkage_id: `${id} ${subject}`,
      class: 'after-stop' as const,
    })),
  })
}

describe('a case', () => {
  test('is opened about the use of each person, in slices of a hundred, behind requests of people', async ({
    store,
  }) => {
    const people = Array.from({ length: 250 }, (_, i) => `s${i}`)
    await found(store, people)
    const { openFound, lanes, next } = open(store)
    await openFound()
    const cases = await rowsOf(store, 'case_file')
    expect(cases.map(({ subject }) => subject).toSorted()).toEqual(people.toSorted())
    expect(cases[0]).toMatchObject({ ref: 'use', opened_at: NOW, due_on: '2026-12-14', state: 'open' })
    expect(lanes, 'the last one finds nothing more').toEqual(Array(4).fill('later'))
    expect(next).toHaveBeenCalledTimes(3)
    const named = (await rowsOf(store, 'upload_token')).map(({ case_number }) => case_number)
    expect(new Set(named)).toEqual(new Set(cases.map(({ number }) => number)))
    expect((await rowsOf(store, 'usage_upload')).map(({ cases_due }) => cases_due)).toEqual([0])
    await openFound()
    expect(lanes).toHaveLength(4)
  })

  test('is opened once where a slice fails and is done again', async ({ store }) => {
    const people = Array.from({ length: 150 }, (_, i) => `s${i}`)
    await found(store, people)
    await expect(open(store, 2).openFound()).rejects.toThrow('power cut')
    expect(await rowsOf(store, 'case_file')).toHaveLength(100)
    await open(store).openFound()
    const subjects = (await rowsOf(store, 'case_file')).map(({ subject }) => subject)
    expect(subjects.toSorted()).toEqual(people.toSorted())
  })

  test('is opened once by processes that open at the same time', async ({ store }) => {
    await found(store, ['s1', 's2', 's3'])
    await Promise.all([open(store).openFound(), open(store).openFound(), open(store).openFound()])
    expect(await rowsOf(store, 'case_file')).toHaveLength(3)
    expect(await rowsOf(store, 'audit')).toHaveLength(3)
  })

  test('gets another number where its number is taken', async ({ store }) => {
    await put(store, { case_file: [{ number: 'C-0000-0000', subject: 'other', ref: 'other' }] })
    await found(store, ['s1'])
    const { parts, next } = open(store)
    let drawn = 0
    const bytes = (length: number) => Buffer.alloc(length, drawn++)
    await createCases({ ...parts, random: { ...parts.random, bytes }, turns: { next } }).openFound()
    const numbers = (await rowsOf(store, 'case_file')).map(({ number }) => number)
    expect(numbers.toSorted()).toEqual(['C-0000-0000', 'C-1111-1111'])
  })

  test('waits while the upload of its use is not complete', async ({ store }) => {
    await found(store, ['s1'])
    await store.transact((tx) =>
      tx.updateTable('usage_upload').set({ usage_id: null, cases_due: 0 }).execute(),
    )
    const { openFound, lanes } = open(store)
    await openFound()
    expect([await rowsOf(store, 'case_file'), lanes]).toEqual([[], []])
    expect(await store.read(usesAfterStop)).toEqual(new Map())
  })
})

test('uses after a stop count once per report and token, by database', async ({ store }) => {
  await found(store, ['s1', 's2'])
  await put(store, {
    usage_upload: [{ id: 'again', usage_id: 'use', completed_at: 2 }, { id: 'open' }],
    upload_token: [
      { upload_id: 'again', token: 'use s1', linkage_id: 'use s1', class: 'after-stop' },
      { upload_id: 'open', token: 'use s1', linkage_id: 'use s1', class: 'after-stop' },
    ],
  })
  await put(store, { usage: [{ id: 'other', project_id: 'other' }] })
  await put(store, {
    usage_upload: [{ id: 'upload of other', usage_id: 'other', completed_at: 3 }],
    upload_token: [
      { upload_id: 'upload of other', token: 'use s1', linkage_id: 'use s1', class: 'after-stop' },
      { upload_id: 'upload of other', token: 'use s2', linkage_id: 'use s2', class: 'approved-before' },
    ],
  })
  expect(await store.read(usesAfterStop)).toEqual(new Map([['a', 3]]))
})
