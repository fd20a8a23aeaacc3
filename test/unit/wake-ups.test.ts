import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { createWakeUps } from '../../api/feed/wake-ups.ts'

const POLL_MS = 60_000

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

/** Long polls of a database, and how each has ended. */
function polls() {
  const wakeUps = createWakeUps()
  const woken: string[] = []
  const poll = (name: string, database: string, gone = new AbortController().signal) =>
    void wakeUps.wait(database, POLL_MS, gone).then(() => woken.push(name))
  const settle = () => vi.advanceTimersByTimeAsync(0)
  return { wakeUps, woken, poll, settle }
}

describe('a long poll', () => {
  test('is woken with the others of its database, once', async () => {
    const { wakeUps, woken, poll, settle } = polls()
    poll('one', 'a')
    poll('two', 'a')
    poll('other', 'b')
    expect([wakeUps.waiting('a'), wakeUps.waiting('b'), wakeUps.waiting('c')]).toEqual([2, 1, 0])
    wakeUps.notify('a')
    wakeUps.notify('a')
    wakeUps.notify('nobody waits for it')
    await settle()
    expect(woken).toEqual(['one', 'two'])
    expect([wakeUps.waiting('a'), wakeUps.waiting('b')]).toEqual([0, 1])
    expect(vi.getTimerCount(), 'one that was woken leaves no timer').toBe(1)
  })

  test('ends by itself, and is no longer counted', async () => {
    const { wakeUps, woken, poll } = polls()
    poll('one', 'a')
    await vi.advanceTimersByTimeAsync(POLL_MS - 1)
    expect([woken, wakeUps.waiting('a')]).toEqual([[], 1])
    await vi.advanceTimersByTimeAsync(1)
    expect([woken, wakeUps.waiting('a')]).toEqual([['one'], 0])
  })

  test('ends when its poller leaves, and leaves nothing behind', async () => {
    const { wakeUps, woken, poll, settle } = polls()
    const gone = new AbortController()
    poll('one', 'a', gone.signal)
    poll('two', 'a')
    gone.abort()
    poll('left before', 'a', gone.signal)
    await settle()
    expect(woken).toEqual(['one', 'left before'])
    expect(wakeUps.waiting('a')).toBe(1)
    expect(vi.getTimerCount()).toBe(1)
  })

  test('does not listen to its poller once it has ended', async () => {
    const { wakeUps, poll, settle } = polls()
    const gone = new AbortController()
    const stopped = vi.spyOn(gone.signal, 'removeEventListener')
    const listened = vi.spyOn(gone.signal, 'addEventListener')
    poll('one', 'a', gone.signal)
    wakeUps.notify('a')
    await settle()
    const [kind, listener] = listened.mock.calls[0] ?? []
    expect(stopped).toHaveBeenCalledWith(kind, listener)
  })
})

test('at the end every poll is woken, and none waits any more', async () => {
  const { wakeUps, woken, poll, settle } = polls()
  poll('one', 'a')
  poll('two', 'b')
  expect(wakeUps.closed()).toBe(false)
  wakeUps.close()
  expect(wakeUps.closed()).toBe(true)
  poll('late', 'a')
  await settle()
  expect(woken).toEqual(['one', 'two', 'late'])
  expect(vi.getTimerCount()).toBe(0)
})
