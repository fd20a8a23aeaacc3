// @vitest-environment happy-dom
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { ApiError } from '../../../../web/data/http/failure.ts'
import { createWorld, draft, settle, signed } from '../support/deciding.ts'

beforeEach(() => {
  vi.useFakeTimers()
})
afterEach(() => {
  vi.useRealTimers()
})

describe('a decision with network', () => {
  test('goes from the preview through the passkey to the receipt', async () => {
    const { open, server, store, recorded } = createWorld()
    const { deciding, phases } = open()
    await settle()
    expect(deciding.get()).toMatchObject({ phase: 'ready', preview: { decision: { id: 'decision-1' } } })
    deciding.start()
    await settle()
    expect(phases).toEqual(['preparing', 'ready', 'asking', 'sending', 'recorded'])
    expect(deciding.get().answer?.decision.id).toBe('decision-1')
    expect(server.recorded).toEqual(['decision-1'])
    expect(await store.list()).toEqual([])
    expect(recorded).toHaveBeenCalledOnce()
  })

  test('is sent once, however many taps', async () => {
    const { open, server, ask, prepare } = createWorld()
    const { deciding } = open()
    for (let i = 0; i < 5; i++) deciding.start()
    await settle()
    for (let i = 0; i < 5; i++) deciding.start()
    await settle()
    deciding.start()
    await settle()
    expect(server.attempts).toHaveLength(1)
    expect(ask).toHaveBeenCalledOnce()
    expect(prepare).toHaveBeenCalledOnce()
    expect(deciding.get().phase).toBe('recorded')
  })

  test('stays on the preview when the passkey fails, and asks again at the next tap', async () => {
    const { open, ask, server } = createWorld()
    const { deciding } = open()
    await settle()
    ask.mockRejectedValueOnce(new ApiError('cancelled'))
    deciding.start()
    await settle()
    expect(deciding.get()).toMatchObject({
      phase: 'failed',
      failure: { code: 'cancelled' },
      preview: { decision: { id: 'decision-1' } },
    })
    deciding.start()
    await settle()
    expect(server.recorded).toEqual(['decision-1'])
  })

  test('never asks the passkey for options that failed the check', async () => {
    const { open, ask, prepare } = createWorld()
    prepare.mockRejectedValueOnce(new ApiError('decision-mismatch'))
    const { deciding } = open()
    await settle()
    expect(deciding.get()).toMatchObject({ phase: 'failed', failure: { code: 'decision-mismatch' } })
    deciding.start()
    await settle()
    expect(deciding.get().phase).toBe('ready')
    expect(ask).not.toHaveBeenCalled()
  })

  test('that is refused leaves nothing in the outbox and can be signed again under a new key', async () => {
    const { open, server, store } = createWorld()
    const { deciding } = open()
    await settle()
    server.refuse(new ApiError('challenge-expired', 409))
    deciding.start()
    await settle()
    expect(deciding.get()).toMatchObject({ phase: 'failed', failure: { code: 'challenge-expired' } })
    expect(await store.list()).toEqual([])
    deciding.start()
    await settle()
    expect(server.recorded).toEqual(['decision-2'])
    expect(new Set(server.attempts.map(({ key }) => key)).size).toBe(2)
  })
})

describe('a decision whose answer is lost', () => {
  test('is unsent, and the same body is resent after a while', async () => {
    const { open, server, ask } = createWorld()
    const { deciding } = open()
    await settle()
    server.loseAnswer(new ApiError('offline'))
    deciding.start()
    await settle()
    expect(deciding.get()).toMatchObject({ phase: 'unsent', failure: { code: 'offline' }, durable: true })

    await vi.advanceTimersByTimeAsync(5_000)
    expect(deciding.get()).toMatchObject({ phase: 'recorded', failure: null })
    expect(server.recorded).toEqual(['decision-1'])
    expect(new Set(server.attempts.map(({ key }) => key)).size).toBe(1)
    expect(ask).toHaveBeenCalledOnce()
  })

  test('is not called stored where the device could not store it', async () => {
    const { open, server } = createWorld({ durable: false })
    const { deciding } = open()
    await settle()
    server.loseAnswer(new ApiError('offline'))
    deciding.start()
    await settle()
    expect(deciding.get()).toMatchObject({ phase: 'unsent', durable: false })
  })

  test('is resent at once when the network is back', async () => {
    const { open, server } = createWorld()
    const { deciding } = open()
    await settle()
    server.loseAnswer(new ApiError('offline'))
    deciding.start()
    await settle()
    window.dispatchEvent(new Event('online'))
    await settle()
    expect(deciding.get().phase).toBe('recorded')
  })

  test('is resent after the time that the server asks for', async () => {
    const { open, server } = createWorld()
    const { deciding } = open()
    await settle()
    server.loseAnswer(new ApiError('unavailable', 503, 30))
    deciding.start()
    await vi.advanceTimersByTimeAsync(29_000)
    expect(server.attempts).toHaveLength(1)
    await vi.advanceTimersByTimeAsync(2_000)
    expect(deciding.get().phase).toBe('recorded')
  })

  test('is found after the tab was closed, and resent without a second passkey', async () => {
    const { open, server, store, ask } = createWorld()
    const first = open()
    await settle()
    server.loseAnswer(new ApiError('offline'))
    first.deciding.start()
    await settle()
    first.close()

    const [record] = await store.list()
    const second = open(record?.id)
    await settle()
    expect(second.deciding.get().phase).toBe('recorded')
    expect(server.recorded).toEqual(['decision-1'])
    expect(ask).toHaveBeenCalledOnce()
  })
})

describe('a decision without network', () => {
  test('is stored as unsent when the person says so, once, however many taps', async () => {
    const { open, prepare, store } = createWorld()
    prepare.mockRejectedValueOnce(new ApiError('offline'))
    const { deciding } = open()
    await settle()
    expect(deciding.get().phase).toBe('offline')
    await Promise.all([deciding.keepForLater(), deciding.keepForLater()])
    expect(deciding.get()).toMatchObject({ phase: 'unsent', failure: null, durable: true })
    expect(await store.list()).toMatchObject([{ draft, signed: null }])
  })

  test('is not called stored when the device is full', async () => {
    const { open, prepare, store } = createWorld()
    store.put = () => Promise.reject(new DOMException('', 'QuotaExceededError'))
    prepare.mockRejectedValueOnce(new ApiError('offline'))
    const { deciding } = open()
    await settle()
    await expect(deciding.keepForLater()).rejects.toMatchObject({ name: 'QuotaExceededError' })
    expect(deciding.get().phase).toBe('offline')
  })

  test('is not called stored where the device stores nothing', async () => {
    const { open, prepare, store } = createWorld({ durable: false })
    prepare.mockRejectedValueOnce(new ApiError('offline'))
    const { deciding } = open()
    await settle()
    await expect(deciding.keepForLater()).rejects.toMatchObject({ code: 'unsupported' })
    expect(deciding.get().phase).toBe('offline')
    expect(await store.list()).toEqual([])
  })

  test('shows its preview when the network is back, and opens no dialog by itself', async () => {
    const { open, prepare, ask } = createWorld()
    prepare.mockRejectedValueOnce(new ApiError('offline'))
    const { deciding } = open()
    await settle()
    window.dispatchEvent(new Event('online'))
    await settle()
    expect(deciding.get()).toMatchObject({ phase: 'ready', preview: { decision: { id: 'decision-1' } } })
    expect(ask).not.toHaveBeenCalled()
  })
})

describe('a stored decision', () => {
  test('is previewed again, asks for the passkey, and leaves the outbox when recorded', async () => {
    const { open, keep, server, store } = createWorld()
    const record = await keep()
    const { deciding } = open(record.id)
    await settle()
    expect(deciding.get().phase).toBe('ready')
    expect(server.attempts).toEqual([])
    deciding.start()
    await settle()
    expect(server.attempts).toEqual([{ key: record.key, id: 'decision-1' }])
    expect(deciding.get().phase).toBe('recorded')
    expect(await store.list()).toEqual([])
  })

  test('stays when its signature came too late, and asks for the passkey again under a new key', async () => {
    const { open, keep, server, store } = createWorld()
    const record = await keep({ signed })
    server.refuse(new ApiError('challenge-expired', 409))
    const { deciding, phases } = open(record.id)
    await settle()
    expect(phases).toEqual(['sending', 'failed', 'preparing', 'ready'])
    expect(await store.read(record.id)).toMatchObject({ key: 'new-1', signed: null })
    deciding.start()
    await settle()
    expect(server.attempts.at(-1)).toEqual({ key: 'new-1', id: 'decision-1' })
    expect(deciding.get().phase).toBe('recorded')
  })

  test('is not sent, and says why, when its signature cannot be stored; it is sent once there is room', async () => {
    const { open, keep, server, store } = createWorld()
    const record = await keep()
    const { put } = store
    store.put = () => Promise.reject(new DOMException('', 'QuotaExceededError'))
    const { deciding } = open(record.id)
    await settle()
    deciding.start()
    await settle()
    expect(deciding.get()).toMatchObject({ phase: 'failed', failure: { code: 'not-kept' } })
    expect(server.attempts).toEqual([])
    store.put = put
    deciding.start()
    await settle()
    deciding.start()
    await settle()
    expect(server.recorded).toEqual(['decision-2'])
  })

  test('shown in two tabs is recorded once, and both tabs see it', async () => {
    const { open, keep, server } = createWorld()
    const record = await keep()
    const tabs = [open(record.id), open(record.id)]
    await settle()
    for (const { deciding } of tabs) deciding.start()
    await settle()
    expect(server.recorded).toHaveLength(1)
    expect(tabs.map(({ deciding }) => deciding.get().phase)).toEqual(['recorded', 'recorded'])
  })

  test('is reported as gone when it is gone', async () => {
    const { open } = createWorld()
    const { deciding } = open('gone')
    await settle()
    expect(deciding.get()).toMatchObject({ phase: 'failed', failure: { code: 'not-found' } })
  })
})
