// @vitest-environment happy-dom
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { PRINT_MS, type Printing, printAfterPaint } from '../../../web/kiosk/paper/print-receipt.ts'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => {
  vi.useRealTimers()
  vi.unstubAllGlobals()
})

function begin(print: () => void) {
  const seen: Printing[] = []
  const printed = vi.fn(print)
  vi.stubGlobal('print', printed)
  const stop = printAfterPaint((state) => seen.push(state))
  return { seen, printed, stop }
}

test('notice and paper are painted before the printer is asked', () => {
  const { seen, printed } = begin(() => dispatchEvent(new Event('afterprint')))
  expect([seen, printed.mock.calls.length]).toEqual([['asked'], 0])
  vi.advanceTimersToNextFrame()
  expect(printed).not.toHaveBeenCalled()
  vi.advanceTimersToNextFrame()
  expect([seen, printed.mock.calls.length]).toEqual([['asked', 'sent'], 1])
  vi.advanceTimersByTime(PRINT_MS)
  expect(seen).toEqual(['asked', 'sent'])
})

test('a browser that reports nothing in time leaves the result unsure', () => {
  const { seen } = begin(() => {})
  vi.advanceTimersToNextFrame()
  vi.advanceTimersToNextFrame()
  vi.advanceTimersByTime(PRINT_MS)
  expect(seen).toEqual(['asked', 'unsure'])
})

test('leaving the screen cancels the print', () => {
  const { seen, printed, stop } = begin(() => {})
  stop()
  vi.advanceTimersByTime(PRINT_MS)
  expect([seen, printed.mock.calls.length]).toEqual([['asked'], 0])
})
