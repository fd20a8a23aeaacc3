// @vitest-environment happy-dom
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { ApiError } from '../../../../web/data/http/failure.ts'
import { createCeremony } from '../../../../web/data/passkey/ceremony-machine.ts'

const LIFETIME = 100_000

beforeEach(() => {
  vi.useFakeTimers()
})
afterEach(() => {
  vi.useRealTimers()
})

function setUp(first?: ApiError) {
  let options = 0
  const prepare = vi.fn(async () => ++options)
  if (first) prepare.mockRejectedValueOnce(first)
  const ask = vi.fn(async (used: number) => `signed-${used}`)
  const send = vi.fn(async (_answer: string) => {})
  const ceremony = createCeremony({ prepare, lifetime: LIFETIME, ask, send })
  const phases: string[] = []
  const stop = ceremony.subscribe(() => phases.push(ceremony.get().phase))
  return { ceremony, prepare, ask, send, phases, stop }
}

const settle = () => vi.advanceTimersByTimeAsync(0)

test('options are ready before the tap, and the dialog opens inside it', async () => {
  const { ceremony, ask, send, phases } = setUp()
  await settle()
  expect(ceremony.get()).toEqual({ phase: 'ready', failure: null })

  ceremony.start()
  expect(ask).toHaveBeenCalledWith(1)
  await settle()
  expect(send).toHaveBeenCalledWith('signed-1', 1)
  expect(phases).toEqual(['ready', 'asking', 'sending', 'done'])
})

test('a second tap while the dialog is open does nothing', async () => {
  const { ceremony, ask } = setUp()
  await settle()
  ceremony.start()
  ceremony.start()
  await settle()
  ceremony.start()
  expect(ask).toHaveBeenCalledOnce()
})

describe('waiting for the tap', () => {
  test('renews the options before their challenge expires', async () => {
    const { ceremony, ask, prepare } = setUp()
    await vi.advanceTimersByTimeAsync(LIFETIME + 1)
    expect(prepare).toHaveBeenCalledTimes(2)
    ceremony.start()
    expect(ask).toHaveBeenCalledWith(2)
  })

  test('requests nothing in a hidden page, and renews when the page is shown', async () => {
    const { ceremony, ask, prepare } = setUp()
    await settle()
    const visibility = vi.spyOn(document, 'visibilityState', 'get').mockReturnValue('hidden')
    await vi.advanceTimersByTimeAsync(3 * LIFETIME)
    expect(prepare).toHaveBeenCalledOnce()

    visibility.mockReturnValue('visible')
    document.dispatchEvent(new Event('visibilitychange'))
    await settle()
    ceremony.start()
    expect(ask).toHaveBeenCalledWith(2)
  })

  test('ends with the screen', async () => {
    const { prepare, stop } = setUp()
    await settle()
    stop()
    await vi.advanceTimersByTimeAsync(3 * LIFETIME)
    expect(prepare).toHaveBeenCalledOnce()
  })
})

describe('a failure', () => {
  test('of the dialog keeps the options for the next tap', async () => {
    const { ceremony, ask, prepare } = setUp()
    await settle()
    ask.mockRejectedValueOnce(new ApiError('cancelled'))
    ceremony.start()
    await settle()
    expect(ceremony.get()).toEqual({ phase: 'failed', failure: { code: 'cancelled' } })

    ceremony.start()
    await settle()
    expect(ceremony.get().phase).toBe('done')
    expect(prepare).toHaveBeenCalledOnce()
  })

  test('of the assertion fetches new options before the next tap', async () => {
    const { ceremony, ask, send } = setUp()
    await settle()
    send.mockRejectedValueOnce(new ApiError('passkey-rejected', 403))
    ceremony.start()
    await settle()
    expect(ceremony.get().failure).toEqual({ code: 'passkey-rejected' })

    ceremony.start()
    expect(ask).toHaveBeenLastCalledWith(2)
    await settle()
    expect(ceremony.get().phase).toBe('done')
  })

  test('to fetch options is shown, and the next tap fetches them and asks', async () => {
    const { ceremony, ask } = setUp(new ApiError('rate-limited', 429, 5))
    await settle()
    expect(ceremony.get()).toEqual({ phase: 'failed', failure: { code: 'rate-limited', retryAfter: 5 } })

    ceremony.start()
    await settle()
    expect(ask).toHaveBeenLastCalledWith(1)
    expect(ceremony.get().phase).toBe('done')
  })

  test('to renew options while somebody waits is shown', async () => {
    const { ceremony, prepare } = setUp()
    await settle()
    prepare.mockRejectedValueOnce(new ApiError('offline'))
    await vi.advanceTimersByTimeAsync(LIFETIME + 1)
    expect(ceremony.get()).toEqual({ phase: 'failed', failure: { code: 'offline' } })
  })
})
