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

/** The server's challenge lives two minutes. */
const CHALLENGE_MS = 120_000
const online = () => window.dispatchEvent(new Event('online'))
const hide = () => vi.spyOn(document, 'visibilityState', 'get').mockReturnValue('hidden')
const show = () => {
  vi.spyOn(document, 'visibilityState', 'get').mockReturnValue('visible')
  document.dispatchEvent(new Event('visibilitychange'))
}

describe('a preview', () => {
  test('is on its way, and nothing is kept, when the page first draws', () => {
    const { create } = createWorld()
    expect(create().get()).toEqual({
      phase: 'preparing',
      preview: null,
      answer: null,
      failure: null,
      durable: false,
    })
  })

  test('is renewed on the screen before its challenge ends, and the passkey signs the new one', async () => {
    const { open, server } = createWorld()
    const { deciding } = open()
    await vi.advanceTimersByTimeAsync(CHALLENGE_MS)
    expect(deciding.get()).toMatchObject({ phase: 'ready', preview: { decision: { id: 'decision-2' } } })
    deciding.start()
    await settle()
    expect(server.recorded).toEqual(['decision-2'])
  })

  test('that cannot be renewed is no longer offered', async () => {
    const { open, prepare } = createWorld()
    const { deciding } = open()
    await settle()
    prepare.mockRejectedValueOnce(new ApiError('offline'))
    await vi.advanceTimersByTimeAsync(CHALLENGE_MS)
    expect(deciding.get()).toMatchObject({ phase: 'offline', failure: { code: 'offline' } })
  })

  test('that cannot be renewed while the passkey is asked disturbs nobody', async () => {
    const { open, prepare, ask } = createWorld()
    const { deciding } = open()
    await settle()
    let sign = () => {}
    ask.mockImplementationOnce((id) => new Promise((resolve) => (sign = () => resolve({ id } as never))))
    deciding.start()
    prepare.mockRejectedValueOnce(new ApiError('offline'))
    await vi.advanceTimersByTimeAsync(CHALLENGE_MS)
    expect(prepare).toHaveBeenCalledTimes(2)
    expect(deciding.get()).toMatchObject({ phase: 'asking', failure: null })
    sign()
    await settle()
    expect(deciding.get().phase).toBe('recorded')
  })

  test('whose challenge ended behind another page is shown again before the passkey is asked', async () => {
    const { open, ask } = createWorld()
    const { deciding } = open()
    await settle()
    hide()
    await vi.advanceTimersByTimeAsync(CHALLENGE_MS)
    deciding.start()
    await settle()
    expect(deciding.get()).toMatchObject({ phase: 'ready', preview: { decision: { id: 'decision-2' } } })
    expect(ask).not.toHaveBeenCalled()
  })

  test('is not signed because the network is back', async () => {
    const { open, ask } = createWorld()
    const { deciding } = open()
    await settle()
    online()
    await settle()
    expect(deciding.get().phase).toBe('ready')
    expect(ask).not.toHaveBeenCalled()
  })

  test('is fetched anew, and shown, where the server knows its challenge no longer', async () => {
    const { open, server, prepare } = createWorld()
    const { deciding } = open()
    await settle()
    server.refuse(new ApiError('challenge-expired', 409))
    deciding.start()
    await settle()
    expect(prepare).toHaveBeenCalledTimes(2)
    expect(deciding.get()).toMatchObject({ phase: 'failed', preview: { decision: { id: 'decision-2' } } })
  })

  test('is fetched anew at the next tap where a new challenge would not help', async () => {
    const { open, server, prepare } = createWorld()
    const { deciding } = open()
    await settle()
    server.refuse(new ApiError('idempotency-key-reused', 422))
    deciding.start()
    await settle()
    expect(prepare).toHaveBeenCalledOnce()
    deciding.start()
    await settle()
    expect(deciding.get()).toMatchObject({ phase: 'ready', preview: { decision: { id: 'decision-2' } } })
  })
})

describe('a page that is left', () => {
  test('and comes back goes on where it was', async () => {
    const { open, prepare } = createWorld()
    const { deciding, close } = open()
    await settle()
    close()
    deciding.subscribe(() => {})
    await settle()
    expect(prepare).toHaveBeenCalledOnce()
    expect(deciding.get().phase).toBe('ready')
  })

  test('and comes back after the decision was recorded still shows the receipt', async () => {
    const { open, prepare } = createWorld()
    const { deciding, close } = open()
    await settle()
    deciding.start()
    await settle()
    close()
    deciding.subscribe(() => {})
    await settle()
    expect(deciding.get().phase).toBe('recorded')
    expect(prepare).toHaveBeenCalledOnce()
  })

  test('sends nothing that the device stores, by itself or when the network is back', async () => {
    const { open, server } = createWorld()
    const { deciding, close } = open()
    await settle()
    server.loseAnswer(new ApiError('offline'))
    deciding.start()
    await settle()
    close()
    await vi.advanceTimersByTimeAsync(60_000)
    online()
    await settle()
    expect(server.attempts).toHaveLength(1)
  })

  test('goes on sending what only the page holds, until it is answered', async () => {
    const { open, server, store, recorded } = createWorld({ durable: false })
    const { deciding, close } = open()
    await settle()
    server.refuse(new ApiError('offline'))
    deciding.start()
    await settle()
    close()
    server.refuse(new ApiError('unavailable', 503, 30))
    await vi.advanceTimersByTimeAsync(5_000)
    await vi.advanceTimersByTimeAsync(29_000)
    expect(server.attempts).toHaveLength(2)
    await vi.advanceTimersByTimeAsync(1_000)
    expect(server.recorded).toEqual(['decision-1'])
    expect(new Set(server.attempts.map(({ key }) => key)).size).toBe(1)
    expect(recorded).toHaveBeenCalledOnce()
    expect(await store.list()).toEqual([])
    await vi.advanceTimersByTimeAsync(60_000)
    expect(server.attempts).toHaveLength(3)
  })

  test('at a kiosk sends nothing more', async () => {
    const { open, server } = createWorld({ durable: false, outlives: false })
    const { deciding, close } = open()
    await settle()
    server.refuse(new ApiError('offline'))
    deciding.start()
    await settle()
    close()
    await vi.advanceTimersByTimeAsync(60_000)
    expect(server.attempts).toHaveLength(1)
  })

  test.each([true, false])(
    'keeps what is refused then as not sent, and previews nothing for whoever comes next (stored: %s)',
    async (durable) => {
      const { open, server, store, prepare } = createWorld({ durable })
      const { deciding, close } = open()
      await settle()
      let arrive = () => {}
      server.post = async () => {
        await new Promise<void>((resolve) => (arrive = resolve))
        throw new ApiError('challenge-expired', 409)
      }
      deciding.start()
      await settle()
      close()
      arrive()
      await settle()
      expect(await store.list()).toMatchObject([{ draft, signed: null }])
      expect(deciding.get().phase).toBe('failed')
      expect(prepare).toHaveBeenCalledOnce()
    },
  )

  test('while a kept decision is sent again previews nothing after its refusal', async () => {
    const { open, keep, server, prepare } = createWorld()
    const record = await keep({ signed })
    let arrive = () => {}
    server.post = async () => {
      await new Promise<void>((resolve) => (arrive = resolve))
      throw new ApiError('challenge-expired', 409)
    }
    const { close } = open(record.id)
    await settle()
    close()
    arrive()
    await settle()
    expect(prepare).not.toHaveBeenCalled()
  })

  test('renews no preview', async () => {
    const { open, prepare } = createWorld()
    const { close } = open()
    await settle()
    close()
    await vi.advanceTimersByTimeAsync(CHALLENGE_MS)
    show()
    await settle()
    expect(prepare).toHaveBeenCalledOnce()
  })
})

test('what was sent again when the network was back waits as long as the server then says', async () => {
  const { open, server } = createWorld()
  const { deciding } = open()
  await settle()
  server.loseAnswer(new ApiError('offline'))
  deciding.start()
  await vi.advanceTimersByTimeAsync(3_000)
  server.refuse(new ApiError('unavailable', 503, 30))
  online()
  await vi.advanceTimersByTimeAsync(29_000)
  expect(server.attempts).toHaveLength(2)
  await vi.advanceTimersByTimeAsync(1_000)
  expect(server.attempts).toHaveLength(3)
  expect(deciding.get().phase).toBe('recorded')
})

test.for([
  ['tapped', ({ start }: { start(): void }) => start()],
  ['found again by the network', online],
] as const)('what is just being sent again, and is %s meanwhile, is sent once', async ([, disturb]) => {
  const { open, server, recorded } = createWorld()
  const { deciding } = open()
  await settle()
  server.loseAnswer(new ApiError('offline'))
  deciding.start()
  await settle()
  const { post } = server
  let arrive = () => {}
  server.post = async (...sent) => {
    await new Promise<void>((resolve) => (arrive = resolve))
    return post(...sent)
  }
  deciding.start()
  await settle()
  expect(deciding.get().phase).toBe('sending')
  disturb(deciding)
  await settle()
  arrive()
  await settle()
  expect(deciding.get().phase).toBe('recorded')
  expect(recorded).toHaveBeenCalledOnce()
})

describe('a draft that is kept', () => {
  const kept = async () => {
    const world = createWorld()
    world.prepare.mockRejectedValueOnce(new ApiError('offline'))
    const page = world.open()
    await settle()
    await page.deciding.keepForLater()
    return { ...world, ...page }
  }

  test('stays kept when the network is back: it has no signature that could be sent', async () => {
    const { deciding, prepare, server } = await kept()
    online()
    await settle()
    expect(deciding.get().phase).toBe('unsent')
    expect(prepare).toHaveBeenCalledOnce()
    expect(server.attempts).toEqual([])
  })

  test('is previewed at the next tap', async () => {
    const { deciding, ask } = await kept()
    deciding.start()
    await settle()
    expect(deciding.get().phase).toBe('ready')
    expect(ask).not.toHaveBeenCalled()
  })

  test('after a refusal is previewed at the next tap, and the refused body is not sent again', async () => {
    const { open, server, prepare } = createWorld()
    const { deciding } = open()
    await settle()
    server.refuse(new ApiError('idempotency-key-reused', 422))
    deciding.start()
    await settle()
    prepare.mockRejectedValueOnce(new ApiError('offline'))
    deciding.start()
    await settle()
    await deciding.keepForLater()
    online()
    await settle()
    deciding.start()
    await settle()
    expect(deciding.get().phase).toBe('ready')
    expect(server.attempts).toHaveLength(1)
  })

  test('again does not take away what another tab has signed meanwhile', async () => {
    const { open, keep, store, prepare } = createWorld()
    const record = await keep()
    prepare.mockRejectedValueOnce(new ApiError('offline'))
    const { deciding } = open(record.id)
    await settle()
    await store.put({ ...record, signed })
    await deciding.keepForLater()
    expect(deciding.get()).toMatchObject({ phase: 'unsent', durable: true })
    expect(await store.read(record.id)).toEqual({ ...record, signed })
  })

  test('and refused, then sent by another tab, is shown as recorded', async () => {
    const { open, keep, server, store } = createWorld()
    const record = await keep({ draft, signed })
    server.refuse(new ApiError('challenge-expired', 409))
    const [first, second] = [open(record.id), open(record.id)]
    await settle()
    await vi.advanceTimersByTimeAsync(5_000)
    second.deciding.start()
    await settle()
    expect(second.deciding.get().phase).toBe('recorded')
    first.deciding.start()
    await settle()
    expect(first.deciding.get().phase).toBe('recorded')
    expect(await store.list()).toEqual([])
    expect(server.recorded).toHaveLength(1)
  })
})
