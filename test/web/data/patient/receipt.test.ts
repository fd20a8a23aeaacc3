// @vitest-environment happy-dom
import { beforeEach, expect, test, vi } from 'vitest'
import { loadDevice } from '../../../../web/data/device/load-device.ts'
import { api } from '../../../../web/data/http/api.ts'
import { ApiError } from '../../../../web/data/http/failure.ts'
import { useReceipt } from '../../../../web/data/patient/receipt.ts'
import { createFakeDevice } from '../support/device.ts'
import { renderHook } from '../support/render-hook.ts'

vi.mock('../../../../web/data/device/load-device.ts')

let memory: ReturnType<typeof createFakeDevice>

beforeEach(() => {
  memory = createFakeDevice()
  vi.mocked(loadDevice).mockImplementation(async () => memory.device)
})

test('a receipt loaded once opens without another request', async () => {
  const ask = vi.spyOn(api, 'receipt').mockResolvedValue('a.b.c')
  const first = await renderHook(useReceipt, 'd-1')
  expect(first.last()).toMatchObject({ status: 'ready', value: 'a.b.c', from: 'server' })
  const second = await renderHook(useReceipt, 'd-1')
  expect(second.last()).toMatchObject({ status: 'ready', value: 'a.b.c', from: 'device' })
  expect(ask).toHaveBeenCalledOnce()
})

test('a receipt never loaded says offline, and loads when the network is back', async () => {
  vi.useFakeTimers()
  vi.spyOn(api, 'receipt').mockRejectedValueOnce(new ApiError('offline')).mockResolvedValue('a.b.c')
  const hook = await renderHook(useReceipt, 'd-1')
  expect(hook.last()).toEqual({ status: 'failed', failure: { code: 'offline' } })
  await hook.pass(() => vi.advanceTimersByTimeAsync(3_000))
  expect(hook.last()).toMatchObject({ status: 'ready', value: 'a.b.c' })
  vi.useRealTimers()
})

test('a receipt opens on a device that stores nothing', async () => {
  vi.mocked(loadDevice).mockResolvedValue(null)
  vi.spyOn(api, 'receipt').mockResolvedValue('a.b.c')
  const hook = await renderHook(useReceipt, 'd-1')
  expect(hook.last()).toMatchObject({ status: 'ready', value: 'a.b.c', from: 'server' })
})
