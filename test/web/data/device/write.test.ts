import { Dexie } from 'dexie'
import { beforeEach, describe, expect, test } from 'vitest'
import { write } from '../../../../web/data/device/database/write.ts'
import { storageState } from '../../../../web/data/device/storage-state.ts'

const quota = () => new DOMException('full', 'QuotaExceededError')
const withInner = (error: Error, inner: unknown) => Object.assign(error, { inner })

beforeEach(() => storageState.set('ok'))

describe('a full disk is recognised', () => {
  test.each([
    ['as it is', quota()],
    ['as the reason of an aborted transaction', withInner(new DOMException('', 'AbortError'), quota())],
    ['as Dexie wraps it', new Dexie.AbortError('aborted', quota())],
    [
      'below two of them',
      new Dexie.AbortError('aborted', withInner(new DOMException('', 'AbortError'), quota())),
    ],
    ['as a cause', new Error('not written', { cause: quota() })],
  ])('%s', async (_how, error) => {
    await expect(write(() => Promise.reject(error))).rejects.toBe(error)
    expect(storageState.get()).toBe('full')
  })
})

test('an aborted transaction with another cause, or none, is not called a full disk', async () => {
  for (const inner of [undefined, null, new DOMException('', 'ConstraintError')]) {
    const error = withInner(new DOMException('', 'AbortError'), inner)
    await expect(write(() => Promise.reject(error))).rejects.toBe(error)
  }
  expect(storageState.get()).toBe('ok')
})

test('the next write that fits clears the full state', async () => {
  await write(() => Promise.reject(quota())).catch(() => {})
  await write(() => Promise.resolve())
  expect(storageState.get()).toBe('ok')
})
