// @vitest-environment happy-dom
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { createIdle, HELD_MS, IDLE_MS, LOOK_MS, WARNING_MS } from '../../../web/kiosk/visit/idle.ts'

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
  test('warns after a minute without touches, and ends half a minute later', () => {
    const { state } = watch()
    vi.advanceTimersByTime(IDLE_MS - 1_000)
    expect(state).toMatchObject({ warned: null, gone: 0 })
    vi.advanceTimersByTime(2_000)
    expect(state.warned).toBeGreaterThan(0)
    vi.advanceTimersByTime(WARNING_MS)
    expect(state.gone).toBe(1)
  })

  test('counts the seconds down, and ends on the moment at which none is left', () => {
    const { state } = watch()
    vi.advanceTimersByTime(IDLE_MS - LOOK_MS)
    expect(state.warned).toBeNull()
    vi.advanceTimersByTime(LOOK_MS)
    for (let left = WARNING_MS / 1000; left > 0; left--) {
      expect(state).toMatchObject({ warned: left, gone: 0 })
      vi.advanceTimersByTime(1_000)
    }
    expect(state.gone).toBe(1)
  })

  test('takes the warning back at a touch, and counts from it', () => {
    const { state, idle } = watch()
    vi.advanceTimersByTime(IDLE_MS + WARNING_MS - LOOK_MS)
    expect(state).toMatchObject({ warned: 1, gone: 0 })
    idle.touch()
    expect(state.warned).toBeNull()
    vi.advanceTimersByTime(IDLE_MS + WARNING_MS - LOOK_MS)
    expect(state).toMatchObject({ warned: 1, gone: 0 })
    vi.advanceTimersByTime(LOOK_MS)
    expect(state.gone).toBe(1)
  })

  test('begins with the next person where the last one has gone', () => {
    const { state } = watch()
    for (const ended of [1, 2]) {
      vi.advanceTimersByTime(IDLE_MS + WARNING_MS)
      expect(state.gone).toBe(ended)
    }
  })

  test('holds on while a card’s window is open, and counts from the moment at which it has held long enough', () => {
    const { state } = watch()
    state.held = true
    // Seen at the first look, it counts from there.
    vi.advanceTimersByTime(LOOK_MS + HELD_MS - LOOK_MS + IDLE_MS + WARNING_MS - LOOK_MS)
    expect(state).toMatchObject({ warned: 1, gone: 0 })
    vi.advanceTimersByTime(LOOK_MS)
    expect(state.gone).toBe(1)
  })

  test('waits for a card’s window, but not forever', () => {
    const { state } = watch()
    state.held = true
    vi.advanceTimersByTime(HELD_MS - 1_000)
    expect(state).toMatchObject({ warned: null, gone: 0 })
    vi.advanceTimersByTime(IDLE_MS + WARNING_MS + 3_000)
    expect(state.gone).toBe(1)
  })

  test('gives a second window its full time after the first was closed', () => {
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
  ] as const)('ignores that the clock is set %s by an hour', ([, by]) => {
    const { state } = watch()
    vi.advanceTimersByTime(10_000)
    vi.setSystemTime(Date.now() + by)
    vi.advanceTimersByTime(IDLE_MS - 12_000)
    expect(state).toMatchObject({ warned: null, gone: 0 })
    vi.advanceTimersByTime(WARNING_MS + 3_000)
    expect(state.gone).toBe(1)
  })
})
