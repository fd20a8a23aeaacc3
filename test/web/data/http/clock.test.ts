import { afterEach, expect, test, vi } from 'vitest'

const HOUR = 3_600_000

async function openPage(deviceTime: string) {
  vi.resetModules()
  vi.useFakeTimers({ now: new Date(deviceTime) })
  return import('../../../../web/data/http/clock.ts')
}

afterEach(() => vi.useRealTimers())

test.each([
  ['is behind', '2026-11-24T01:00:00Z'],
  ['is ahead', '2026-11-30T23:00:00Z'],
])('a device whose clock %s uses the server’s time, which goes on running', async (_how, deviceTime) => {
  const { noteServerTime, serverNow } = await openPage(deviceTime)
  noteServerTime('Tue, 24 Nov 2026 10:00:00 GMT')
  expect(serverNow().toISOString()).toBe('2026-11-24T10:00:00.000Z')
  vi.advanceTimersByTime(HOUR)
  expect(serverNow().toISOString()).toBe('2026-11-24T11:00:00.000Z')
})

test('a few seconds of delay do not move the clock, nor does an answer without a date', async () => {
  const { noteServerTime, serverNow } = await openPage('2026-11-24T10:00:03Z')
  noteServerTime('Tue, 24 Nov 2026 10:00:00 GMT')
  expect(serverNow().toISOString()).toBe('2026-11-24T10:00:03.000Z')
  noteServerTime(null)
  noteServerTime('yesterday')
  expect(serverNow().toISOString()).toBe('2026-11-24T10:00:03.000Z')
})
