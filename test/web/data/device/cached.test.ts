// @vitest-environment happy-dom
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import type { DecisionView } from '../../../../api/contract/patient.ts'
import { createCached } from '../../../../web/data/device/cached.ts'
import { loadDevice } from '../../../../web/data/device/load-device.ts'
import { ApiError } from '../../../../web/data/http/failure.ts'
import { requestJson } from '../../../../web/data/http/request.ts'
import { createFakeDevice } from '../support/device.ts'

vi.mock('../../../../web/data/device/load-device.ts')

const value = (id: string) => [{ id }] as DecisionView[]
let memory: ReturnType<typeof createFakeDevice>

beforeEach(() => {
  vi.useFakeTimers()
  memory = createFakeDevice()
  vi.mocked(loadDevice).mockImplementation(async () => memory.device)
})
afterEach(() => {
  vi.useRealTimers()
})

const settle = () => vi.advanceTimersByTimeAsync(0)

function setUp({ pace = () => null as number | null } = {}) {
  const fetch = vi.fn(async () => value('new'))
  const cached = createCached({ name: 'decisions', fetch, pace })
  return { cached, fetch, watch: () => cached.subscribe(() => {}) }
}

describe('with network', () => {
  test('shows the server’s answer and stores it on the device', async () => {
    const { cached, watch } = setUp()
    watch()
    await settle()
    expect(cached.get()).toMatchObject({ status: 'ready', value: value('new'), from: 'server' })
    expect(memory.snapshots.get('decisions')?.value).toEqual(value('new'))
  })

  test('shows the stored copy when the server is slow, then the answer', async () => {
    await memory.device.keepSnapshot('person', 'decisions', value('old'))
    const { cached, fetch, watch } = setUp()
    fetch.mockImplementationOnce(async () => {
      await new Promise((resolve) => setTimeout(resolve, 5_000))
      return value('new')
    })
    watch()
    await vi.advanceTimersByTimeAsync(1_000)
    expect(cached.get().status).toBe('loading')
    await vi.advanceTimersByTimeAsync(1_000)
    expect(cached.get()).toMatchObject({ from: 'device', value: value('old') })
    await vi.advanceTimersByTimeAsync(5_000)
    expect(cached.get()).toMatchObject({ from: 'server', value: value('new') })
  })

  test('keeps the answer when the stored copy is read after it', async () => {
    await memory.device.keepSnapshot('person', 'decisions', value('old'))
    const { cached, fetch, watch } = setUp()
    fetch.mockImplementationOnce(async () => {
      await new Promise((resolve) => setTimeout(resolve, 2_000))
      return value('new')
    })
    const read = memory.device.snapshot
    vi.spyOn(memory.device, 'snapshot').mockImplementation(async (name) => {
      await new Promise((resolve) => setTimeout(resolve, 1_000))
      return read(name)
    })
    watch()
    await vi.advanceTimersByTimeAsync(2_200)
    expect(cached.get()).toMatchObject({ from: 'server', value: value('new') })
    await vi.advanceTimersByTimeAsync(60_000)
    expect(cached.get()).toMatchObject({ from: 'server', value: value('new') })
  })

  test('asks again at its pace while somebody watches, and not in a hidden page', async () => {
    const { fetch, watch } = setUp({ pace: () => 1_000 })
    const stop = watch()
    await vi.advanceTimersByTimeAsync(3_500)
    expect(fetch).toHaveBeenCalledTimes(4)

    vi.spyOn(document, 'visibilityState', 'get').mockReturnValue('hidden')
    await vi.advanceTimersByTimeAsync(5_000)
    expect(fetch).toHaveBeenCalledTimes(5)
    stop()
  })

  test('stores an unchanged value every half minute, not after every request', async () => {
    const keep = vi.spyOn(memory.device, 'keepSnapshot')
    const { watch } = setUp({ pace: () => 1_000 })
    watch()
    await vi.advanceTimersByTimeAsync(29_500)
    expect(keep).toHaveBeenCalledOnce()
    await vi.advanceTimersByTimeAsync(2_000)
    expect(keep).toHaveBeenCalledTimes(2)
  })

  test('stops asking when nobody watches', async () => {
    const { fetch, watch } = setUp({ pace: () => 1_000 })
    const stop = watch()
    await settle()
    stop()
    await vi.advanceTimersByTimeAsync(5_000)
    expect(fetch).toHaveBeenCalledOnce()
  })
})

describe('without an answer', () => {
  test.each([new ApiError('offline'), new ApiError('unavailable', 503), new ApiError('unreadable', 502)])(
    '($code) shows the stored copy, with its time',
    async (error) => {
      vi.setSystemTime('2026-09-01T00:00:00Z')
      await memory.device.keepSnapshot('person', 'decisions', value('old'))
      vi.setSystemTime('2026-09-02T00:00:00Z')
      const { cached, fetch, watch } = setUp()
      fetch.mockRejectedValue(error)
      watch()
      await settle()
      expect(cached.get()).toMatchObject({
        status: 'ready',
        from: 'device',
        value: value('old'),
        asOf: new Date('2026-09-01T00:00:00Z'),
      })
    },
  )

  test('says why when nothing is stored', async () => {
    const { cached, fetch, watch } = setUp()
    fetch.mockRejectedValue(new ApiError('offline'))
    watch()
    await settle()
    expect(cached.get()).toEqual({ status: 'failed', failure: { code: 'offline' } })
  })

  test('marks the shown value as a copy, and asks again when the network is back', async () => {
    const { cached, fetch, watch } = setUp()
    watch()
    await settle()
    fetch.mockRejectedValueOnce(new ApiError('offline'))
    cached.refresh()
    await settle()
    expect(cached.get()).toMatchObject({ from: 'device', value: value('new') })
    window.dispatchEvent(new Event('online'))
    await settle()
    expect(cached.get()).toMatchObject({ from: 'server' })
  })
})

describe('after a request that nothing answered', () => {
  /** Another call of this page, which is answered with this status. */
  async function anotherCall(status = 200) {
    vi.stubGlobal('fetch', async () => new Response('{}', { status }))
    await requestJson('/api/session').catch(() => {})
    await settle()
  }

  test('asks again as soon as anything is answered, although the browser saw no change', async () => {
    const { cached, fetch, watch } = setUp()
    watch()
    await settle()
    fetch.mockRejectedValueOnce(new ApiError('offline'))
    cached.refresh()
    await settle()
    expect(cached.get()).toMatchObject({ from: 'device' })
    await anotherCall()
    expect(cached.get()).toMatchObject({ from: 'server' })
    expect(fetch).toHaveBeenCalledTimes(3)
    await anotherCall()
    expect(fetch).toHaveBeenCalledTimes(3)
  })

  test('asks again as well where there was no copy to show', async () => {
    const { cached, fetch, watch } = setUp()
    fetch.mockRejectedValueOnce(new ApiError('offline'))
    watch()
    await settle()
    expect(cached.get()).toMatchObject({ status: 'failed' })
    await anotherCall()
    expect(cached.get()).toMatchObject({ from: 'server' })
  })

  test('not while it asks, and not after a refusal: two values would make each other ask without end', async () => {
    const { cached, fetch, watch } = setUp()
    watch()
    await settle()
    fetch.mockRejectedValueOnce(new ApiError('unavailable', 503))
    cached.refresh()
    await settle()
    await anotherCall(503)
    expect(fetch).toHaveBeenCalledTimes(2)
    fetch.mockRejectedValueOnce(new ApiError('offline'))
    cached.refresh()
    await settle()
    fetch.mockImplementationOnce(async () => {
      await new Promise((resolve) => setTimeout(resolve, 1_000))
      return value('new')
    })
    await anotherCall()
    await anotherCall()
    expect(fetch).toHaveBeenCalledTimes(4)
  })

  test('nothing, once nobody watches', async () => {
    const { fetch, watch } = setUp()
    fetch.mockRejectedValue(new ApiError('offline'))
    const stop = watch()
    await settle()
    stop()
    await anotherCall()
    expect(fetch).toHaveBeenCalledOnce()
  })
})

describe('two people on one device', () => {
  test('after the session ended, the stored copy is not shown', async () => {
    await memory.device.keepSnapshot('person', 'decisions', value('old'))
    const { cached, fetch, watch } = setUp()
    fetch.mockRejectedValue(new ApiError('not-signed-in', 401))
    watch()
    await settle()
    expect(cached.get()).toEqual({ status: 'failed', failure: { code: 'not-signed-in' } })
  })

  test('an answer for the first person is neither shown nor stored after the change', async () => {
    const { cached, fetch, watch } = setUp()
    let answer = (_value: DecisionView[]) => {}
    fetch.mockImplementationOnce(() => new Promise((resolve) => (answer = resolve)))
    watch()
    await settle()
    cached.reset()
    memory.state.owner = 'somebody else'
    answer(value('of the one before'))
    await settle()
    expect(cached.get()).toEqual({ status: 'loading' })
    expect(memory.snapshots.size).toBe(0)
  })

  test('an answer for the first person is not stored once another tab has signed in the second', async () => {
    const { fetch, watch } = setUp()
    let answer = (_value: DecisionView[]) => {}
    fetch.mockImplementationOnce(() => new Promise((resolve) => (answer = resolve)))
    watch()
    await settle()
    memory.state.owner = 'somebody else'
    answer(value('of the one before'))
    await settle()
    expect(memory.snapshots.size).toBe(0)
  })
})
