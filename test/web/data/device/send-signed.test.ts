import { beforeEach, expect, test } from 'vitest'
import type { DecisionBody } from '../../../../api/contract/patient.ts'
import type { OutboxRecord } from '../../../../web/data/decision/outbox-record.ts'
import { lockOf } from '../../../../web/data/decision/outbox-record.ts'
import { sendSigned } from '../../../../web/worker/send-signed.ts'
import { createLocks } from '../support/locks.ts'

const draft = { choice: 'stop', scope: { all: true }, words: 'x', locale: 'ja' } as const
const signed = (id: string): OutboxRecord => ({
  id,
  key: `key-${id}`,
  draft,
  kept_at: '2026-11-25T00:00:00.000Z',
  signed: { decision: { id }, response: { id } } as unknown as DecisionBody,
})

let records: OutboxRecord[]
let sent: { path: string; key: string | null; body: unknown }[]
let answer: () => Response
let closed: number
const exclusively = createLocks()

beforeEach(() => {
  records = []
  sent = []
  closed = 0
  answer = () => new Response(null, { status: 201 })
})

const run = () =>
  sendSigned({
    open: async () => ({
      list: async () => [...records],
      read: async (id) => records.find((record) => record.id === id),
      close: () => closed++,
    }),
    fetch: async (path, { headers, body }) => {
      sent.push({ path, key: new Headers(headers).get('idempotency-key'), body: JSON.parse(String(body)) })
      return answer()
    },
    locks: { request: exclusively } as unknown as Pick<LockManager, 'request'>,
  })

test('signed records are sent unchanged under their own key, unsigned ones stay', async () => {
  records = [signed('a'), { ...signed('b'), signed: null }, signed('c')]
  await run()
  expect(sent).toEqual(
    ['a', 'c'].map((id) => ({ path: '/api/decisions', key: `key-${id}`, body: signed(id).signed })),
  )
  expect(closed).toBe(1)
})

test('a record that a page settles meanwhile is not sent', async () => {
  records = [signed('a')]
  const page = exclusively(lockOf('a'), async () => {
    await Promise.resolve()
    records = []
  })
  await Promise.all([run(), page])
  expect(sent).toEqual([])
})

test.each([429, 500, 503])('%i makes the browser try again later', async (status) => {
  records = [signed('a')]
  answer = () => new Response(null, { status })
  await expect(run()).rejects.toThrow(String(status))
  expect(closed).toBe(1)
})

test('no network makes the browser try again later', async () => {
  records = [signed('a')]
  answer = () => {
    throw new TypeError('Failed to fetch')
  }
  await expect(run()).rejects.toThrow('Failed to fetch')
})

test.each([401, 409, 422])('%i is left to the page to report', async (status) => {
  records = [signed('a')]
  answer = () => new Response(null, { status })
  await run()
  expect(records).toEqual([signed('a')])
})

test('a device that stores nothing sends nothing', async () => {
  await sendSigned({
    open: async () => null,
    fetch: () => expect.unreachable(),
    locks: { request: exclusively } as unknown as Pick<LockManager, 'request'>,
  })
})
