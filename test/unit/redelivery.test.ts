import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { createRedelivery, REDELIVERY_MS } from '../../api/feed/redelivery.ts'

const POLL_MS = 60_000
let now = 0
let end = new AbortController()
const stays = () => end.signal

beforeEach(() => {
  now = 1_000_000
  end = new AbortController()
})
// Polls that still wait end with their test.
afterEach(() => end.abort())

/** Whether a poll is let through at once. */
const served = (turn: Promise<void> | null) => turn === null

describe('a long poll', () => {
  test('gets what waits at once, and nobody gets the same again until the pause is over', () => {
    const redelivery = createRedelivery(() => now)
    expect(served(redelivery.turn('s', 'a', POLL_MS, stays()))).toBe(true)
    now += REDELIVERY_MS - 1
    expect(served(redelivery.turn('s', 'a', POLL_MS, stays()))).toBe(false)
    now += 1
    expect(served(redelivery.turn('s', 'a', POLL_MS, stays()))).toBe(true)
    now += 1
    expect(served(redelivery.turn('s', 'a', POLL_MS, stays())), 'the pause begins again').toBe(false)
  })

  test('gets something new at once, and so does another stream', () => {
    const redelivery = createRedelivery(() => now)
    redelivery.turn('s', 'a', POLL_MS, stays())
    expect(served(redelivery.turn('s', 'b', POLL_MS, stays()))).toBe(true)
    expect(served(redelivery.turn('t', 'b', POLL_MS, stays()))).toBe(true)
    expect(served(redelivery.turn('s', 'b', POLL_MS, stays()))).toBe(false)
  })

  test('gets the same at once where the holder asked for it again', () => {
    const redelivery = createRedelivery(() => now)
    for (const stream of ['s', 't']) redelivery.turn(stream, 'a', POLL_MS, stays())
    redelivery.forget('s')
    expect(served(redelivery.turn('s', 'a', POLL_MS, stays()))).toBe(true)
    expect(served(redelivery.turn('t', 'a', POLL_MS, stays()))).toBe(false)
  })
})

describe('a long poll that waits', () => {
  /** A poll that is not served, `past` ms after the last one. */
  function waiting(past: number, most: number, gone: AbortSignal = stays()) {
    const redelivery = createRedelivery(() => now)
    redelivery.turn('s', 'a', most, gone)
    now += past
    const turn = redelivery.turn('s', 'a', most, gone)
    if (!turn) throw new Error('it was served')
    return turn
  }
  /** Which of two ends first. */
  const first = (polls: Record<string, Promise<void>>) =>
    Promise.race(Object.entries(polls).map(([name, poll]) => poll.then(() => name)))

  test('asks again when the pause is over, and no later than its own time', async () => {
    const whole = waiting(0, REDELIVERY_MS)
    expect(await first({ whole, rest: waiting(REDELIVERY_MS - 20, POLL_MS) })).toBe('rest')
    expect(await first({ whole, own: waiting(0, 20) })).toBe('own')
  })

  test('ends without an error when its poller leaves', async () => {
    const gone = new AbortController()
    const whole = waiting(0, REDELIVERY_MS)
    const left = waiting(0, POLL_MS, gone.signal)
    gone.abort()
    expect(await first({ whole, left })).toBe('left')
  })
})
