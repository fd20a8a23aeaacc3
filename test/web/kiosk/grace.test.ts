// @vitest-environment happy-dom
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { createGrace, GRACE_MS } from '../../../web/kiosk/visit/grace.ts'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

function visit() {
  const state = { cut: false, over: 0 }
  const grace = createGrace({
    cut: (now) => {
      state.cut = now
    },
    over: () => {
      state.over += 1
    },
  })
  return { state, grace }
}

test('a loss of the network for less than a minute ends nothing', () => {
  const { state, grace } = visit()
  grace.lose()
  vi.advanceTimersByTime(GRACE_MS - 1_000)
  expect(state).toEqual({ cut: true, over: 0 })
  grace.mend()
  vi.advanceTimersByTime(GRACE_MS)
  expect(state).toEqual({ cut: false, over: 0 })
})

test('a longer loss ends the visit once, a minute after it began', () => {
  const { state, grace } = visit()
  grace.lose()
  vi.advanceTimersByTime(GRACE_MS / 2)
  grace.lose()
  vi.advanceTimersByTime(GRACE_MS / 2 + 1_000)
  expect(state).toEqual({ cut: false, over: 1 })
  vi.advanceTimersByTime(GRACE_MS)
  expect(state.over).toBe(1)
})

test.for([-3_600_000, 3_600_000])('setting the clock by %i ms changes nothing', (by) => {
  const { state, grace } = visit()
  grace.lose()
  vi.setSystemTime(Date.now() + by)
  vi.advanceTimersByTime(GRACE_MS - 1_000)
  expect(state.over).toBe(0)
  vi.advanceTimersByTime(2_000)
  expect(state.over).toBe(1)
})
