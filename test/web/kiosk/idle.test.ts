// @vitest-environment happy-dom
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { createIdle, HELD_MS, IDLE_MS, WARNING_MS } from '../../../web/kiosk/visit/idle.ts'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

const HOUR = 3_600_000

function watch() {
  const state = { held: false, gone: 0, warned: null as number | null }
  const idle = createIdle({
    held: () => state.held,
    warn: (seconds) => {
      state.warned = seconds
    },
    gone: () => {
      state.gone += 1
    },
  })
  return { state, idle }
}

describe('the idle watch of a kiosk', () => {
  test('warns after a minute without hands, and ends half a minute later', () => {
    const { state } = watch()
    vi.advanceTimersByTime(IDLE_MS - 1_000)
    expect(state).toMatchObject({ warned: null, gone: 0 })
    vi.advanceTimersByTime(2_000)
    expect(state.warned).toBeGreaterThan(0)
    vi.advanceTimersByTime(WARNING_MS)
    expect(state.gone).toBe(1)
  })

  test('waits for a card’s window, but not for ever', () => {
    const { state } = watch()
    state.held = true
    vi.advanceTimersByTime(HELD_MS - 1_000)
    expect(state).toMatchObject({ warned: null, gone: 0 })
    vi.advanceTimersByTime(IDLE_MS + WARNING_MS + 3_000)
    expect(state.gone).toBe(1)
  })

  test('gives the whole time to a second window after the first was closed', () => {
    const { state } = watch()
    for (let windows = 0; windows < 3; windows++) {
      state.held = true
      vi.advanceTimersByTime(HELD_MS - 1_000)
      state.held = false
      vi.advanceTimersByTime(1_000)
    }
    expect(state).toMatchObject({ warned: null, gone: 0 })
  })

  test.for([
    ['back', -HOUR],
    ['forward', HOUR],
  ] as const)('does not notice that the clock is set %s by an hour', ([, by]) => {
    const { state } = watch()
    vi.advanceTimersByTime(10_000)
    vi.setSystemTime(Date.now() + by)
    vi.advanceTimersByTime(IDLE_MS - 12_000)
    expect(state).toMatchObject({ warned: null, gone: 0 })
    vi.advanceTimersByTime(WARNING_MS + 3_000)
    expect(state.gone).toBe(1)
  })
})
