// @vitest-environment happy-dom
import { afterEach, describe, expect, test, vi } from 'vitest'
import type { SessionAnswer } from '../../../../api/contract/patient.ts'
import type { Device } from '../../../../web/data/device/database/device.ts'
import { createFakeDevice } from '../support/device.ts'
import { renderHook } from '../support/render-hook.ts'

vi.mock('../../../../web/data/device/load-device.ts')

const HOUR = 3_600_000
const SERVER = Date.parse('2026-11-24T10:00:00Z')
const at = (hours: number) => new Date(SERVER + hours * HOUR)

/** Opens a page on a device with a wrong clock, after a first answer of the server. */
async function openPage(wrongByHours: number) {
  vi.resetModules()
  vi.useFakeTimers({ now: at(wrongByHours) })
  localStorage.setItem('used', 'yes')
  const session: SessionAnswer = {
    patient: { since: '2026-09-01T00:00:00Z' },
    proofed: false,
    device: 'personal',
    expires_at: at(1 / 6).toISOString(),
    new_passkeys: [],
    removed_passkeys: [],
  }
  const answer = vi.fn(async () => Response.json(session, { headers: { date: at(0).toUTCString() } }))
  vi.stubGlobal('fetch', answer)
  const { api } = await import('../../../../web/data/http/api.ts')
  await api.session()
  const { loadDevice } = await import('../../../../web/data/device/load-device.ts')
  return { api, answer, loadDevice: vi.mocked(loadDevice) }
}

afterEach(() => {
  vi.useRealTimers()
})

describe.each([
  ['a day ahead', 24],
  ['a day behind', -24],
])('on a device whose clock is %s', (_how, wrongByHours) => {
  test('a session lasts offline as long as the server said', async () => {
    const { answer } = await openPage(wrongByHours)
    const { refreshSession, useSession } = await import('../../../../web/data/patient/session.ts')
    const hook = await renderHook(useSession, undefined)
    answer.mockRejectedValue(new TypeError('Failed to fetch'))
    await hook.pass(refreshSession)
    expect(hook.last().status).toBe('signed-in')
    vi.setSystemTime(at(wrongByHours + 1 / 5))
    await hook.pass(refreshSession)
    expect(hook.last().status).toBe('offline')
  })

  test('a Retry-After date is read as seconds', async () => {
    const { api, answer } = await openPage(wrongByHours)
    const problem = { type: 'urn:erabu:problem:unavailable', title: '', status: 503, request_id: '1' }
    const headers = { date: at(0).toUTCString(), 'retry-after': new Date(SERVER + 20_000).toUTCString() }
    answer.mockResolvedValue(Response.json(problem, { status: 503, headers }))
    await expect(api.databases()).rejects.toMatchObject({ code: 'unavailable', retryAfter: 20 })
  })

  test('a decision is stored with the server’s time', async () => {
    await openPage(wrongByHours)
    const { newRecord } = await import('../../../../web/data/decision/outbox-record.ts')
    const { kept_at } = newRecord({ choice: 'stop', scope: { all: true }, words: 'x', locale: 'ja' })
    expect(kept_at).toBe(at(0).toISOString())
  })

  test.each([
    [-1, 0],
    [-23, 0],
    [-25, 1],
    [48, 1],
  ])('a copy of the public keys dated %i hours from now is fetched again %i times', async (hours, times) => {
    const { api, loadDevice } = await openPage(wrongByHours)
    const kept = { value: { keys: [] }, asOf: at(hours) }
    loadDevice.mockResolvedValue({ ...createFakeDevice().device, keys: async () => kept } as Device)
    const fetched = vi.spyOn(api, 'jwks').mockResolvedValue({ keys: [] })
    const { publicKeys } = await import('../../../../web/data/device/published.ts')
    await publicKeys.keep()
    expect(fetched).toHaveBeenCalledTimes(times)
  })
})
