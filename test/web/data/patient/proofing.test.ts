// @vitest-environment happy-dom
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import type { CoverageAnswer } from '../../../../api/contract/patient.ts'
import { api } from '../../../../web/data/http/api.ts'
import { ApiError } from '../../../../web/data/http/failure.ts'
import {
  lastProofing,
  startProofing,
  useCoverage,
  useProofing,
} from '../../../../web/data/patient/proofing.ts'
import type { Loadable } from '../../../../web/data/state/loadable.ts'
import { renderHook } from '../support/render-hook.ts'

beforeEach(() => {
  vi.useFakeTimers()
  sessionStorage.clear()
  localStorage.setItem('used', 'yes')
  vi.spyOn(api, 'session').mockRejectedValue(new ApiError('offline'))
})
afterEach(() => {
  vi.useRealTimers()
})

const coverage = (shownForMs: number) =>
  ({
    insurer_number: '06990014',
    shown_until: new Date(Date.now() + shownForMs).toISOString(),
  }) as CoverageAnswer

test('proofing opens the portal and is remembered in this tab', async () => {
  vi.spyOn(api, 'startProofing').mockResolvedValue({
    id: 'p-1',
    authorize_url: 'http://127.0.0.1:3001/authorize',
  })
  const assign = vi.spyOn(location, 'assign').mockImplementation(() => {})
  await startProofing()
  expect(assign).toHaveBeenCalledWith('http://127.0.0.1:3001/authorize')
  expect(lastProofing()).toBe('p-1')
})

describe('waiting for the portal', () => {
  test('distinguishes numbers of two people from an answer about somebody else', async () => {
    const ask = vi.spyOn(api, 'proofing')
    ask.mockResolvedValueOnce({ status: 'mismatch' })
    const one = await renderHook(useProofing, 'p-1')
    expect(one.last()).toMatchObject({ value: 'mismatch' })
    ask.mockResolvedValueOnce({ status: 'mismatch', reason: 'numbers-of-two-people' })
    const other = await renderHook(useProofing, 'p-2')
    expect(other.last()).toMatchObject({ value: 'wrong-link' })
  })

  test('asks every second until the portal has answered, then refreshes the session', async () => {
    const ask = vi.spyOn(api, 'proofing').mockResolvedValue({ status: 'pending' })
    const hook = await renderHook(useProofing, 'p-1')
    expect(hook.last()).toMatchObject({ status: 'ready', value: 'pending' })
    expect(api.session).not.toHaveBeenCalled()
    ask.mockResolvedValue({ status: 'ready' })
    await hook.pass(() => vi.advanceTimersByTimeAsync(1_000))
    expect(hook.last()).toMatchObject({ status: 'ready', value: 'ready' })
    expect(api.session).toHaveBeenCalledOnce()
    await hook.pass(() => vi.advanceTimersByTimeAsync(10_000))
    expect(ask).toHaveBeenCalledTimes(2)
  })

  test('goes on after a loss of the network', async () => {
    const ask = vi.spyOn(api, 'proofing').mockRejectedValueOnce(new ApiError('offline'))
    ask.mockResolvedValue({ status: 'declined' })
    const hook = await renderHook(useProofing, 'p-1')
    expect(hook.last()).toEqual({ status: 'failed', failure: { code: 'offline' } })
    await hook.pass(() => vi.advanceTimersByTimeAsync(3_000))
    expect(hook.last()).toMatchObject({ status: 'ready', value: 'declined' })
  })

  test('ends at a refusal', async () => {
    const ask = vi.spyOn(api, 'proofing').mockRejectedValue(new ApiError('not-found', 404))
    const hook = await renderHook(useProofing, 'p-1')
    await hook.pass(() => vi.advanceTimersByTimeAsync(60_000))
    expect(hook.last()).toEqual({ status: 'failed', failure: { code: 'not-found' } })
    expect(ask).toHaveBeenCalledOnce()
  })

  test('ends with the screen', async () => {
    const ask = vi.spyOn(api, 'proofing').mockResolvedValue({ status: 'pending' })
    const hook = await renderHook(useProofing, 'p-1')
    await hook.unmount()
    await vi.advanceTimersByTimeAsync(10_000)
    expect(ask).toHaveBeenCalledOnce()
  })
})

describe('the coverage', () => {
  test('is shown no longer than the server passes it on', async () => {
    vi.spyOn(api, 'coverage').mockResolvedValue(coverage(60_000))
    const hook = await renderHook(useCoverage, 'p-1')
    expect(hook.last()).toMatchObject({ status: 'ready', value: { insurer_number: '06990014' } })
    await hook.pass(() => vi.advanceTimersByTimeAsync(60_000))
    expect(hook.last()).toEqual({ status: 'failed', failure: { code: 'coverage-gone' } })
  })

  test('is waited for while the portal works', async () => {
    vi.spyOn(api, 'coverage')
      .mockRejectedValueOnce(new ApiError('proofing-pending', 409))
      .mockResolvedValue(coverage(60_000))
    const hook = await renderHook(useCoverage, 'p-1')
    expect(hook.last()).toEqual({ status: 'loading' })
    await hook.pass(() => vi.advanceTimersByTimeAsync(1_000))
    expect(hook.last().status).toBe('ready')
  })

  test('of one proofing is never shown for another', async () => {
    vi.spyOn(api, 'coverage')
      .mockResolvedValueOnce(coverage(60_000))
      .mockImplementation(() => new Promise(() => {}))
    const hook = await renderHook<string | null, Loadable<CoverageAnswer>>(useCoverage, 'p-1')
    await hook.render('p-2')
    expect(hook.last()).toEqual({ status: 'loading' })
  })

  test('is not requested without a proofing', async () => {
    const ask = vi.spyOn(api, 'coverage')
    const hook = await renderHook(useCoverage, null)
    expect(hook.last()).toEqual({ status: 'failed', failure: { code: 'coverage-gone' } })
    expect(ask).not.toHaveBeenCalled()
  })

  test('is stored nowhere', async () => {
    vi.spyOn(api, 'coverage').mockResolvedValue(coverage(60_000))
    await renderHook(useCoverage, 'p-1')
    expect(JSON.stringify([{ ...localStorage }, { ...sessionStorage }])).not.toContain('06990014')
  })
})
