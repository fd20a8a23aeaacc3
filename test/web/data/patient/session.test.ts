// @vitest-environment happy-dom
import { beforeEach, describe, expect, test, vi } from 'vitest'
import type { SessionAnswer } from '../../../../api/contract/patient.ts'
import { createFakeDevice } from '../support/device.ts'
import { renderHook } from '../support/render-hook.ts'

const ACTING: SessionAnswer['for'] = {
  relation: 'child',
  person: 'a',
  until: new Date(Date.now() + 600_000).toISOString(),
  not_disclosed: false,
}
const PUBLISHING = { stop_within_s: 3600, allow_within_s: 25_200 }

vi.mock('../../../../web/data/device/load-device.ts')

const answer = (change: Partial<SessionAnswer> = {}): SessionAnswer => ({
  patient: { since: '2026-09-01T00:00:00Z' },
  proofed: false,
  device: 'personal',
  expires_at: new Date(Date.now() + 600_000).toISOString(),
  new_passkeys: [],
  removed_passkeys: [],
  ...change,
})

/** Opens a fresh page: the session is one state per page. */
async function openPage() {
  vi.resetModules()
  const { api } = await import('../../../../web/data/http/api.ts')
  const { ApiError } = await import('../../../../web/data/http/failure.ts')
  const session = await import('../../../../web/data/patient/session.ts')
  const databases = await import('../../../../web/data/patient/databases.ts')
  const { eraseStored, loadDevice } = await import('../../../../web/data/device/load-device.ts')
  const erase = vi.fn(async () => {})
  vi.mocked(loadDevice).mockResolvedValue(createFakeDevice().device)
  vi.mocked(eraseStored).mockImplementation(erase)
  vi.spyOn(api, 'jwks').mockResolvedValue({ keys: [] })
  const ask = vi.spyOn(api, 'session').mockResolvedValue(answer())
  const leave = vi.spyOn(api, 'signOut').mockResolvedValue()
  const render = () => renderHook(() => session.useSession(), undefined)
  /** Makes a call that the server refuses because there is no session. */
  const askAnything = async () => {
    const problem = { type: 'urn:erabu:problem:not-signed-in', title: '', status: 401, request_id: '1' }
    vi.stubGlobal('fetch', async () => new Response(JSON.stringify(problem), { status: 401 }))
    await api.databases().catch(() => {})
  }
  return { ...session, ...databases, ApiError, api, ask, leave, erase, render, askAnything }
}

beforeEach(() => {
  sessionStorage.clear()
  localStorage.setItem('used', 'yes')
})

describe('the state of the session', () => {
  test.each<[string, Partial<SessionAnswer>]>([
    ['signed-in', {}],
    ['signed-in', { proofed: true }],
    ['proofed', { patient: null, proofed: true }],
    ['signed-out', { patient: null }],
  ])('is %s when the server answers %j', async (status, change) => {
    const page = await openPage()
    page.ask.mockResolvedValue(answer(change))
    const hook = await page.render()
    expect(hook.values[0]).toEqual({ status: 'loading' })
    expect(hook.last().status).toBe(status)
  })

  test('is signed out on an unused device, without a request', async () => {
    localStorage.clear()
    const page = await openPage()
    const hook = await page.render()
    expect(hook.last()).toEqual({ status: 'signed-out' })
    expect(page.ask).not.toHaveBeenCalled()
    await hook.pass(async () => page.signedIn(answer()))
    await hook.pass(page.refreshSession)
    expect(page.ask).toHaveBeenCalledOnce()
  })

  test('in safe mode, to come back while the device is emptied signs nobody out', async () => {
    const page = await openPage()
    page.ask.mockResolvedValue(answer({ safe: 'chosen' }))
    page.erase.mockReturnValue(new Promise(() => {}))
    const hook = await page.render()
    await vi.waitFor(() => expect(page.erase).toHaveBeenCalledOnce())
    await hook.pass(page.refreshSession)
    expect(hook.last().status).toBe('signed-in')
    expect([localStorage.getItem('used'), sessionStorage.getItem('used')]).toEqual([null, 'yes'])
  })

  test('is offline when nobody answers and nothing is known', async () => {
    const page = await openPage()
    page.ask.mockRejectedValue(new page.ApiError('offline'))
    expect((await page.render()).last()).toEqual({ status: 'offline' })
  })

  test('while one acts for somebody, a page without an answer shows nothing that the device keeps', async () => {
    const acting = await openPage()
    acting.ask.mockResolvedValue(answer({ for: ACTING }))
    await acting.render()
    const page = await openPage()
    page.ask.mockRejectedValue(new page.ApiError('offline'))
    const hook = await page.render()
    expect(hook.last()).toMatchObject({ status: 'failed', failure: { code: 'offline' } })

    page.ask.mockResolvedValueOnce(answer())
    await hook.pass(page.refreshSession)
    const later = await openPage()
    later.ask.mockRejectedValue(new later.ApiError('offline'))
    expect((await later.render()).last()).toEqual({ status: 'offline' })
  })

  test('stays signed in without network until the session expires', async () => {
    const page = await openPage()
    const hook = await page.render()
    page.ask.mockRejectedValue(new page.ApiError('offline'))
    await hook.pass(page.refreshSession)
    expect(hook.last().status).toBe('signed-in')

    page.ask.mockResolvedValueOnce(answer({ expires_at: new Date(Date.now() - 1).toISOString() }))
    await hook.pass(page.refreshSession)
    await hook.pass(page.refreshSession)
    expect(hook.last()).toEqual({ status: 'offline' })
  })

  test.each([
    ['offline', undefined, 5_000],
    ['unavailable', 9, 9_000],
  ] as const)('after %s (try again: %s s) asks again by itself, in %i ms', async (code, retryAfter, wait) => {
    vi.useFakeTimers()
    const page = await openPage()
    page.ask.mockRejectedValueOnce(new page.ApiError(code, 503, retryAfter))
    const hook = await page.render()
    await hook.pass(() => vi.advanceTimersByTimeAsync(wait - 1))
    expect(hook.last().status).toBe(code === 'offline' ? 'offline' : 'failed')
    await hook.pass(() => vi.advanceTimersByTimeAsync(1))
    expect(hook.last().status).toBe('signed-in')
    vi.useRealTimers()
  })

  test('says why the server cannot answer', async () => {
    const page = await openPage()
    page.ask.mockRejectedValue(new page.ApiError('unavailable', 503, 9))
    const hook = await page.render()
    expect(hook.last()).toEqual({ status: 'failed', failure: { code: 'unavailable', retryAfter: 9 } })
  })

  test('is loaded again when the page comes back', async () => {
    const page = await openPage()
    const hook = await page.render()
    page.ask.mockResolvedValue(answer({ patient: null }))
    await hook.pass(async () => window.dispatchEvent(new Event('focus')))
    expect(hook.last()).toEqual({ status: 'signed-out', ended: true })
  })

  test('is signed out as soon as any call says that the session has ended', async () => {
    const page = await openPage()
    const hook = await page.render()
    await hook.pass(() => page.askAnything())
    expect(hook.last()).toEqual({ status: 'signed-out', ended: true })
  })

  test('is not reported as ended where another tab signed out and erased the device', async () => {
    const page = await openPage()
    const hook = await page.render()
    localStorage.clear()
    await hook.pass(() => page.askAnything())
    expect(hook.last()).toEqual({ status: 'signed-out' })
  })

  test('an older answer does not overrule a sign-in', async () => {
    const page = await openPage()
    const hook = await page.render()
    let late = (_answer: SessionAnswer) => {}
    page.ask.mockImplementationOnce(() => new Promise((resolve) => (late = resolve)))
    const refreshed = page.refreshSession()
    await hook.pass(async () => page.signedIn(answer()))
    late(answer({ patient: null }))
    await hook.pass(() => refreshed)
    expect(hook.last().status).toBe('signed-in')
  })
})

describe('signing out', () => {
  test('ends the session, then erases the device', async () => {
    const page = await openPage()
    const hook = await page.render()
    page.leave.mockImplementation(async () => expect(page.erase).not.toHaveBeenCalled())
    await hook.pass(page.signOut)
    expect(hook.last()).toEqual({ status: 'signed-out' })
    expect(page.erase).toHaveBeenCalledOnce()
  })

  test('without network changes nothing and says so', async () => {
    const page = await openPage()
    const hook = await page.render()
    page.leave.mockRejectedValue(new page.ApiError('offline'))
    await hook.pass(() => expect(page.signOut()).rejects.toMatchObject({ code: 'offline' }))
    expect(hook.last().status).toBe('signed-in')
    expect(page.erase).not.toHaveBeenCalled()
  })

  test('of an ended session still erases the device', async () => {
    const page = await openPage()
    const hook = await page.render()
    page.leave.mockRejectedValue(new page.ApiError('not-signed-in', 401))
    await hook.pass(page.signOut)
    expect(page.erase).toHaveBeenCalledOnce()
  })

  test('in another tab is noticed without a request, and clears what was begun in this one', async () => {
    const page = await openPage()
    const hook = await page.render()
    sessionStorage.setItem('draft', '{}')
    sessionStorage.setItem('proofing', 'p-1')
    localStorage.clear()
    page.ask.mockClear()
    await hook.pass(async () => window.dispatchEvent(new Event('focus')))
    expect(hook.last()).toEqual({ status: 'signed-out' })
    expect({ ...sessionStorage }).toEqual({})
    expect(page.ask).not.toHaveBeenCalled()
  })

  test('leaves nothing of the person in memory', async () => {
    const page = await openPage()
    vi.spyOn(page.api, 'databases').mockResolvedValue({
      databases: [],
      standing: null,
      standing_purposes: [],
      publishing: PUBLISHING,
      restored_at: null,
    })
    const hook = await page.render()
    const databases = await renderHook(() => page.useDatabases(), undefined)
    expect(databases.last().status).toBe('ready')
    await hook.pass(page.signOut)
    expect(databases.last().status).toBe('loading')
  })
})
