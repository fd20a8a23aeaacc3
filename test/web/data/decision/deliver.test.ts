import { beforeEach, describe, expect, test } from 'vitest'
import type { DecisionBody } from '../../../../api/contract/patient.ts'
import { type DeliveryDeps, deliver } from '../../../../web/data/decision/deliver.ts'
import { createMemoryOutbox } from '../../../../web/data/decision/outbox-memory.ts'
import {
  newRecord,
  type OutboxRecord,
  type OutboxStore,
} from '../../../../web/data/decision/outbox-record.ts'
import { ApiError } from '../../../../web/data/http/failure.ts'
import { createServer } from '../support/decision-server.ts'
import { createLocks } from '../support/locks.ts'

const body = (name: string) => ({ decision: { id: name }, response: { id: name } }) as unknown as DecisionBody
const draft = { choice: 'stop', scope: { all: true }, words: 'x', locale: 'ja' } as const

let store: OutboxStore
let server: ReturnType<typeof createServer>
let deps: DeliveryDeps
let record: OutboxRecord

beforeEach(async () => {
  store = createMemoryOutbox()
  server = createServer()
  let keys = 0
  deps = { store, post: server.post, newKey: () => `new-${++keys}`, exclusively: createLocks() }
  record = newRecord(draft)
  await store.put(record)
})

test('a signed decision is in the outbox before it is sent', async () => {
  let storedAtSending: OutboxRecord | undefined
  deps.post = async (signed, key) => {
    storedAtSending = await store.read(record.id)
    return server.post(signed, key)
  }
  await deliver(deps, record, body('a'))
  expect(storedAtSending).toEqual({ ...record, signed: body('a') })
})

test('an outbox in memory does not say that it outlives the page', () => {
  expect(store.durable).toBe(false)
})

test('a recorded decision leaves the outbox', async () => {
  const delivery = await deliver(deps, record, body('a'))
  expect(delivery).toMatchObject({ outcome: 'recorded', answer: { decision: { id: 'a' } } })
  expect(await store.list()).toEqual([])
})

describe('when the answer is lost', () => {
  test.each([
    ['offline', 0],
    ['unreadable', 502],
    ['internal', 500],
    ['unavailable', 503],
    ['request-in-progress', 409],
    ['rate-limited', 429],
    ['not-signed-in', 401],
  ] as const)('as %s, the same body is resent under the same key and recorded once', async (code, status) => {
    server.loseAnswer(new ApiError(code, status))
    expect(await deliver(deps, record, body('a'))).toEqual({ outcome: 'unknown', failure: { code } })
    expect(await store.read(record.id)).toEqual({ ...record, signed: body('a') })

    expect(await deliver(deps, record, null)).toMatchObject({ outcome: 'recorded' })
    expect(server.recorded).toEqual(['a'])
    expect(server.attempts).toEqual([
      { key: record.key, id: 'a' },
      { key: record.key, id: 'a' },
    ])
  })

  test('a second signature does not replace a body that may be recorded', async () => {
    server.loseAnswer(new ApiError('offline'))
    await deliver(deps, record, body('a'))
    expect(await deliver(deps, record, body('b'))).toMatchObject({ answer: { decision: { id: 'a' } } })
    expect(server.recorded).toEqual(['a'])
  })
})

test.each(['challenge-expired', 'decision-mismatch', 'passkey-rejected', 'idempotency-key-reused'] as const)(
  'after %s the draft stays without its signature, under a new key',
  async (code) => {
    server.refuse(new ApiError(code, 409))
    expect(await deliver(deps, record, body('a'))).toEqual({ outcome: 'refused', failure: { code } })
    expect(await store.read(record.id)).toEqual({ ...record, key: 'new-1', signed: null })
  },
)

describe('two tabs', () => {
  test('that send the same record at once send it once', async () => {
    const both = await Promise.all([deliver(deps, record, body('a')), deliver(deps, record, body('b'))])
    expect(server.recorded).toEqual(['a'])
    expect(both.map((delivery) => delivery.outcome)).toEqual(['recorded', 'recorded'])
  })

  test('do not send a record that the other tab has discarded', async () => {
    await store.remove(record.id)
    expect(await deliver(deps, record, body('a'))).toEqual({
      outcome: 'refused',
      failure: { code: 'challenge-expired' },
    })
    expect(server.attempts).toEqual([])
  })
})

describe('of two signed decisions', () => {
  let later: OutboxRecord

  beforeEach(async () => {
    server.refuse(new ApiError('offline'))
    await deliver(deps, record, body('first'))
    later = newRecord(draft)
    await store.put({ ...later, signed: body('second') })
  })

  test('the later one is recorded last', async () => {
    expect(await deliver(deps, later, body('second'))).toMatchObject({ outcome: 'recorded' })
    expect(server.recorded).toEqual(['first', 'second'])
    expect(await store.list()).toEqual([])
  })

  test('the later one waits while the fate of the first is unknown', async () => {
    server.refuse(new ApiError('unavailable', 503))
    expect(await deliver(deps, later, body('second'))).toEqual({
      outcome: 'unknown',
      failure: { code: 'unavailable' },
    })
    expect(server.attempts.map(({ id }) => id)).toEqual(['first', 'first'])
  })

  test('the later one is recorded last also where a draft was kept between them', async () => {
    await store.remove(later.id)
    await store.put(newRecord(draft))
    await store.put({ ...later, signed: body('second') })
    await deliver(deps, later, body('second'))
    expect(server.recorded).toEqual(['first', 'second'])
  })

  test('the first keeps its place when it is sent again', async () => {
    // As on a device: what is written moves to the end.
    const { put, remove } = store
    store.put = async (one) => {
      await remove(one.id)
      await put(one)
    }
    server.refuse(new ApiError('offline'))
    await deliver(deps, record, null)
    expect((await store.list()).map(({ id }) => id)).toEqual([record.id, later.id])
  })

  test('the later one is sent when the first is refused, and a resent first one is sent alone', async () => {
    server.refuse(new ApiError('challenge-expired', 409))
    await deliver(deps, later, null)
    expect(server.recorded).toEqual(['second'])
    expect(await store.list()).toEqual([{ ...record, key: 'new-1', signed: null }])
    await deliver(deps, record, body('third'))
    expect(server.recorded).toEqual(['second', 'third'])
  })
})

test('a device that cannot write the answer still reports the decision as recorded', async () => {
  deps.store = { ...store, settle: () => Promise.reject(new Error('disk')) }
  const delivery = await deliver(deps, record, body('a'))
  expect(delivery.outcome).toBe('recorded')
  expect(await deliver(deps, record, null)).toMatchObject({ answer: { decision: { id: 'a' } } })
  expect(server.recorded).toEqual(['a'])
})

test('nothing is sent when the signed body cannot be stored', async () => {
  deps.store = { ...store, put: () => Promise.reject(new Error('disk')) }
  await expect(deliver(deps, record, body('a'))).rejects.toMatchObject({ code: 'not-kept' })
  expect(server.attempts).toEqual([])
})
