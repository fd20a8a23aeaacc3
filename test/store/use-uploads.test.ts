import { describe, expect, vi } from 'vitest'
import type { Purpose } from '../../api/contract/catalogue.ts'
import type { UsageHead } from '../../api/contract/holder.ts'
import { createUsageReports } from '../../api/services/usage-reports.ts'
import type { Store } from '../../api/store/store.ts'
import { createParts } from '../support/bare-services.ts'
import { test } from '../support/bare-store.ts'
import { linked, put, rowsOf } from '../support/rows.ts'

/** The last second of 29 November in Japan. */
const NOW = Date.parse('2026-11-29T14:59:59Z')
const PROJECT = { id: 'project', title: 'title', organisation: 'organisation', purpose: 'research' } as const
const HEAD: UsageHead = {
  database: 'a',
  project: PROJECT,
  from: '2026-01-01',
  to: '2026-01-31',
}
const of = (purpose: Purpose, id = 'project'): UsageHead => ({
  ...HEAD,
  project: { ...PROJECT, id, purpose },
})
const at = (...tokens: string[]) => tokens.map((token, i) => ({ token, line: i + 2 }))

function open(store: Store) {
  const parts = createParts(store)
  parts.clock.set(NOW - parts.now())
  const next = vi.fn(async () => {})
  const lanes: unknown[] = []
  const watched: Store = {
    ...store,
    transact(fn, options) {
      lanes.push(options?.lane)
      return store.transact(fn, options)
    },
  }
  const service = createUsageReports({ ...parts, store: watched, turns: { next } })
  return { parts, next, lanes, service }
}
const staged = async (store: Store) => (await rowsOf(store, 'upload_token')).map(({ token }) => token).sort()

describe('an upload that begins', () => {
  test('is staged, and says which report it would make', async ({ store }) => {
    const { service, lanes } = open(store)
    const upload = await service.begin(HEAD, 'key')
    expect(upload).toEqual({
      id: expect.any(String),
      report: {
        id: expect.any(String),
        database_id: 'a',
        project_id: 'project',
        title: 'title',
        organisation: 'organisation',
        purpose: 'research',
        from_day: '2026-01-01',
        to_day: '2026-01-31',
        reported_at: NOW,
      },
      usage_id: null,
      basis: { approved_on: null, due_hours: 24 },
      found: false,
    })
    expect(upload.report.id).not.toBe(upload.id)
    expect(await rowsOf(store, 'usage_upload')).toEqual([
      {
        id: upload.id,
        database_id: 'a',
        usage_id: null,
        idempotency_key: 'key',
        begun_at: NOW,
        completed_at: null,
        cases_due: 0,
      },
    ])
    expect(await rowsOf(store, 'usage')).toEqual([])
    expect(lanes, 'behind the requests of people').toEqual(['later'])
  })

  test.for([
    ['a day after its end', { from: '2026-02-01' }, 'invalid-request', 'is before from'],
    ['an end after today in Japan', { to: '2026-11-30' }, 'use-in-future', 'is after today in Japan'],
  ] as const)('is refused with %s', async ([, change, code, message], { store }) => {
    const { service } = open(store)
    await expect(service.begin({ ...HEAD, ...change }, null)).rejects.toMatchObject({
      code,
      issues: [{ path: 'to', message }],
    })
    expect(await rowsOf(store, 'usage_upload')).toEqual([])
  })

  test('may be about one day, and about today', async ({ store }) => {
    const { service } = open(store)
    const today = { from: '2026-11-29', to: '2026-11-29' }
    expect(await service.begin({ ...HEAD, ...today }, null)).toMatchObject({ usage_id: null })
  })

  test('is refused for a purpose that its database does not have, or an unknown database', async ({
    store,
  }) => {
    const { service } = open(store)
    for (const head of [of('policy'), { ...HEAD, database: 'gone' }])
      await expect(service.begin(head, null)).rejects.toMatchObject({ code: 'unknown-purpose' })
  })

  test('joins the report of the same project and days', async ({ store }) => {
    const { service } = open(store)
    const first = await service.begin(HEAD, 'key')
    const id = await service.complete(first)
    expect(await service.begin(HEAD, 'key')).toMatchObject({ usage_id: id })
    expect(await service.begin(HEAD, null)).toMatchObject({ usage_id: id })
    expect(await service.begin({ ...HEAD, to: '2026-02-01' }, null)).toMatchObject({ usage_id: null })
    expect(await service.begin(of('research', 'other'), 'another key')).toMatchObject({ usage_id: null })
  })

  test('is refused under the key of another report', async ({ store }) => {
    const { service } = open(store)
    await service.complete(await service.begin(HEAD, 'key'))
    await service.complete(await service.begin(of('research', 'other'), 'other key'))
    const reused = { code: 'idempotency-key-reused' }
    await expect(service.begin(of('research', 'third'), 'key')).rejects.toMatchObject(reused)
    await expect(service.begin(of('research', 'other'), 'key')).rejects.toMatchObject(reused)
    expect(await rowsOf(store, 'usage_upload')).toHaveLength(2)
  })

  test('is refused for another purpose than before', async ({ store }) => {
    const { service } = open(store)
    await service.complete(await service.begin(HEAD, null))
    await expect(service.begin(of('industry'), null)).rejects.toMatchObject({
      code: 'purpose-mismatch',
      issues: [{ path: 'project.purpose', message: 'was another one when this was reported before' }],
    })
  })
})

describe('lines of an upload', () => {
  test('stage the linkages of tokens that the holder knows, and count them', async ({ store }) => {
    await put(
      store,
      linked(
        { token: 'one' },
        { token: 'two' },
        { token: 'hidden', listed: 'hidden' },
        { token: 'elsewhere', database_id: 'b' },
      ),
    )
    const { service, lanes } = open(store)
    const upload = await service.begin(HEAD, null)
    expect(await service.add(upload, at('one', 'unknown', 'two', 'one', 'hidden', 'elsewhere'))).toEqual({
      known: 3,
      after_stop: 0,
    })
    expect(await staged(store)).toEqual(['one', 'two'])
    expect(await rowsOf(store, 'upload_token')).toMatchObject([{ upload_id: upload.id }, {}])
    expect(await service.add(upload, at('unknown'))).toEqual({ known: 0, after_stop: 0 })
    expect(lanes).toEqual(['later', 'later', 'later'])
    expect(await service.add(upload, [])).toEqual({ known: 0, after_stop: 0 })
    expect(lanes, 'nothing to do').toHaveLength(3)
  })

  test('stage nothing that the report already has', async ({ store }) => {
    await put(store, linked({ token: 'one' }, { token: 'two' }))
    const { service } = open(store)
    const first = await service.begin(HEAD, null)
    await service.add(first, at('one'))
    await service.complete(first)
    const second = await service.begin(HEAD, null)
    expect(await service.add(second, at('one', 'two'))).toEqual({ known: 2, after_stop: 0 })
    expect(
      (await rowsOf(store, 'upload_token')).filter(({ upload_id }) => upload_id === second.id),
    ).toMatchObject([{ upload_id: second.id, token: 'two', linkage_id: 'linkage of two' }])
  })

  test('are refused with a linkage for another purpose, which is named by its line', async ({ store }) => {
    await put(store, linked({ token: 'right' }, { token: 'wrong', purpose: 'industry' }))
    const { service } = open(store)
    const upload = await service.begin(HEAD, null)
    await expect(service.add(upload, at('right', 'unknown', 'wrong'))).rejects.toMatchObject({
      code: 'purpose-mismatch',
      issues: [{ path: 'token', message: 'line 4: is for another purpose than the project' }],
    })
    expect(await staged(store)).toEqual([])
  })
})

describe('an upload that is complete', () => {
  test('makes its report, or joins it', async ({ store }) => {
    const { parts, service, lanes } = open(store)
    const first = await service.begin(HEAD, null)
    const second = await service.begin(HEAD, null)
    parts.clock.advance(5)
    expect(await service.complete(first)).toBe(first.report.id)
    expect(await service.complete(second)).toBe(first.report.id)
    expect(await rowsOf(store, 'usage')).toEqual([first.report])
    expect(await rowsOf(store, 'usage_upload')).toMatchObject([
      { usage_id: first.report.id, completed_at: NOW + 5 },
      { usage_id: first.report.id, completed_at: NOW + 5 },
    ])
    expect(new Set(lanes)).toEqual(new Set(['later']))
  })

  test('is refused where the report was begun for another purpose meanwhile', async ({ store }) => {
    const { service } = open(store)
    const late = await service.begin(HEAD, null)
    await service.complete(await service.begin(of('industry'), null))
    await expect(service.complete(late)).rejects.toMatchObject({ code: 'purpose-mismatch' })
    const upload = (await rowsOf(store, 'usage_upload')).find(({ id }) => id === late.id)
    expect(upload).toMatchObject({ usage_id: null, completed_at: null })
  })

  test('makes no report once it was dropped', async ({ store }) => {
    const { service } = open(store)
    const upload = await service.begin(HEAD, null)
    await service.discard(upload)
    await expect(service.complete(upload)).rejects.toMatchObject({
      code: 'unavailable',
      message: 'the upload was dropped meanwhile',
    })
    expect(await rowsOf(store, 'usage')).toEqual([])
  })
})

describe('an upload that is dropped', () => {
  test('leaves nothing, and goes in slices of a thousand, each in its turn', async ({ store }) => {
    const { service, next, lanes } = open(store)
    const upload = await service.begin(HEAD, null)
    const ids = Array.from({ length: 1500 }, (_, i) => `l${i}`)
    await put(store, {
      linkage: ids.map((id) => ({ id, subject: id })),
      token: ids.map((id, idx) => ({ token: id, linkage_id: id, idx })),
      upload_token: ids.map((id) => ({ upload_id: upload.id, token: id, linkage_id: id })),
    })
    lanes.length = 0
    await service.discard(upload)
    expect([await rowsOf(store, 'upload_token'), await rowsOf(store, 'usage_upload')]).toEqual([[], []])
    expect([next.mock.calls.length, lanes]).toEqual([1, ['later', 'later']])
  })

  test('stays where it is part of a report', async ({ store }) => {
    await put(store, linked({ token: 'one' }))
    const { service } = open(store)
    const upload = await service.begin(HEAD, null)
    await service.add(upload, at('one'))
    await service.complete(upload)
    await service.discard(upload)
    expect(await staged(store)).toEqual(['one'])
    expect(await rowsOf(store, 'usage_upload')).toHaveLength(1)
  })
})
