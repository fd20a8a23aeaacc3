// @vitest-environment happy-dom
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { reloadOnMissingChunk } from '../../../../web/data/device/missing-chunk.ts'

const reload = vi.fn()
reloadOnMissingChunk(reload)

beforeEach(() => {
  vi.useFakeTimers({ now: new Date('2026-09-01T00:00:00Z') })
  sessionStorage.clear()
  reload.mockClear()
})
afterEach(() => {
  vi.useRealTimers()
})

/** Reports a missing file. Returns true when the page handles it. */
const missing = () => !window.dispatchEvent(new Event('vite:preloadError', { cancelable: true }))

test('a file that a deployment removed makes the page reload', () => {
  expect(missing()).toBe(true)
  expect(reload).toHaveBeenCalledOnce()
})

test('a file still missing after the reload is an error, not a loop', () => {
  missing()
  vi.advanceTimersByTime(59_000)
  expect(missing()).toBe(false)
  expect(reload).toHaveBeenCalledOnce()
  vi.advanceTimersByTime(2_000)
  expect(missing()).toBe(true)
})

test('offline the page does not reload', () => {
  vi.spyOn(navigator, 'onLine', 'get').mockReturnValue(false)
  expect(missing()).toBe(false)
  expect(reload).not.toHaveBeenCalled()
})

test('where storage is blocked the page does not reload, because it could not tell when to stop', () => {
  vi.spyOn(globalThis, 'sessionStorage', 'get').mockImplementation(() => {
    throw new DOMException('', 'SecurityError')
  })
  expect(missing()).toBe(false)
  expect(reload).not.toHaveBeenCalled()
})
