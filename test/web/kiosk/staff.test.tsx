// @vitest-environment happy-dom
import { act } from 'react'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import type { StaffAnswer } from '../../../api/contract/kiosk.ts'
import { ApiError } from '../../../web/data/http/failure.ts'
import { ring } from '../../../web/kiosk/ring.ts'
import { Staff } from '../../../web/kiosk/staff/Staff.tsx'
import { staffApi } from '../../../web/kiosk/staff/staff-api.ts'
import { AGAIN_MS } from '../../../web/kiosk/staff/use-bell.ts'
import { terminalWordsOf } from '../../support/words.ts'
import { heard, render, tapText } from '../ui/support/render.tsx'

vi.mock('../../../web/kiosk/ring.ts', () => ({ ring: vi.fn() }))

const words = terminalWordsOf.ja.staff
const POLL_MS = 3_000
const NOW = Date.parse('2026-11-24T01:00:00Z')

beforeEach(() => {
  vi.useFakeTimers({ now: NOW })
  vi.mocked(ring).mockClear()
})
afterEach(() => void vi.useRealTimers())

type Kiosk = StaffAnswer['kiosks'][number]
const kiosk = (id: string, call: Kiosk['call'] = null): Kiosk => ({
  id,
  name: id,
  clinic: '病院',
  blocked: false,
  online: true,
  in_use: call !== null,
  muted: false,
  call,
})
const called = (id: string, minutes: number, taken = false): Kiosk['call'] => ({
  id,
  called_at: new Date(NOW - minutes * 60_000).toISOString(),
  taken_at: taken ? new Date(NOW).toISOString() : null,
})

const pass = (ms: number) => act(async () => void (await vi.advanceTimersByTimeAsync(ms)))

/** Opens the staff's page with these kiosks. */
async function open(...kiosks: Kiosk[]) {
  const overview = vi.spyOn(staffApi, 'overview')
  const hear = (...next: Kiosk[]) => overview.mockResolvedValue({ staff: { name: '受付' }, kiosks: next })
  const lose = (error: Error) => overview.mockRejectedValue(error)
  hear(...kiosks)
  const news: string[] = []
  const onNews = (one: string) => void news.push(one)
  const page = await render(<Staff words={words} onNews={onNews} />)
  return {
    page,
    hear,
    lose,
    news: () => news.at(-1),
    order: () => [...page.querySelectorAll('h2')].map(({ textContent }) => textContent),
  }
}

describe('the staff’s page', () => {
  test('shows the longest call on top, then those being helped', async () => {
    const { order } = await open(
      kiosk('a'),
      kiosk('b', called('1', 9, true)),
      kiosk('c', called('2', 1)),
      kiosk('d', called('3', 5)),
    )
    expect(order()).toEqual(['病院 d', '病院 c', '病院 b', '病院 a'])
  })

  test('announces a call in the title and by a sound, repeatedly while it waits, and no longer once it is taken', async () => {
    const { hear, news } = await open(kiosk('a'))
    expect([news(), vi.mocked(ring).mock.calls.length]).toEqual(['', 0])
    hear(kiosk('a', called('1', 0)))
    await pass(POLL_MS)
    expect([news(), vi.mocked(ring).mock.calls.length]).toEqual([words.waitingTitle(1), 1])
    await pass(AGAIN_MS)
    expect(ring).toHaveBeenCalledTimes(2)
    hear(kiosk('a', called('1', 0, true)))
    await pass(POLL_MS)
    await pass(2 * AGAIN_MS)
    expect([news(), vi.mocked(ring).mock.calls.length]).toEqual(['', 2])
  })

  test('makes no sound when muted', async () => {
    const { page, hear } = await open(kiosk('a'))
    await act(async () => tapText(page, words.quiet))
    hear(kiosk('a', called('1', 0)))
    await pass(POLL_MS + AGAIN_MS)
    expect(ring).not.toHaveBeenCalled()
    await act(async () => tapText(page, words.loud))
    expect(ring).toHaveBeenCalledTimes(1)
  })

  test('asks for a touch where the browser demands one before sound', async () => {
    vi.stubGlobal('navigator', { userActivation: { hasBeenActive: false } })
    const { page } = await open(kiosk('a'))
    expect(heard(page)).toContain(words.touchForSound)
  })

  test('shows the last known state, and says so, without network', async () => {
    const { page, lose, hear, order } = await open(kiosk('a', called('1', 2)))
    lose(new ApiError('offline'))
    await pass(POLL_MS)
    expect(order()).toEqual(['病院 a'])
    expect(heard(page)).toContain(words.away)
    expect(heard(page)).not.toContain(words.signIn)
    await pass(2 * 60_000)
    expect(heard(page)).toContain(words.asOf(2))
    hear(kiosk('a'))
    await pass(POLL_MS)
    expect(heard(page)).not.toContain(words.away)
  })

  test('offers no sign-in before the first answer', async () => {
    vi.spyOn(staffApi, 'overview').mockRejectedValue(new ApiError('offline'))
    const page = await render(<Staff words={words} onNews={() => {}} />)
    expect(heard(page)).toContain(words.away)
    expect(heard(page)).not.toContain(words.signIn)
  })

  test('offers the sign-in when a session has ended', async () => {
    const { page, lose, order } = await open(kiosk('a'))
    lose(new ApiError('not-signed-in', 401))
    await pass(POLL_MS)
    expect(order()).toEqual([])
    expect(heard(page)).toContain(words.signIn)
  })

  test('does not blame the key for a lost network', async () => {
    const { page, lose } = await open(kiosk('a'))
    vi.spyOn(staffApi, 'command').mockRejectedValue(new ApiError('offline'))
    lose(new ApiError('offline'))
    await act(async () => tapText(page, words.mute))
    expect(heard(page)).toContain(words.notSent)
    expect(heard(page)).not.toContain(words.failed)
  })

  test('does not blame the network for a missing key', async () => {
    const { page, lose } = await open()
    lose(new ApiError('not-signed-in', 401))
    await pass(POLL_MS)
    vi.spyOn(staffApi, 'signIn').mockRejectedValue(new DOMException('', 'NotAllowedError'))
    await act(async () => tapText(page, words.signIn))
    expect(heard(page)).toContain(words.failed)
    expect(heard(page)).not.toContain(words.notSent)
  })
})
