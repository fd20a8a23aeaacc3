// @vitest-environment happy-dom
import { expect, test, vi } from 'vitest'
import type { PublicDatabase } from '../../../../api/contract/catalogue.ts'
import { catalogue } from '../../../../web/data/device/published.ts'
import { useCatalogueEntry } from '../../../../web/data/patient/catalogue.ts'
import { renderHook } from '../support/render-hook.ts'

const value = [{ id: 'demo-registry' } as PublicDatabase]

test('a copy from the device is shown until the server answers, and no longer', async () => {
  vi.useFakeTimers({ shouldAdvanceTime: true })
  try {
    const current = vi
      .spyOn(catalogue, 'current')
      .mockResolvedValueOnce({ status: 'ready', value, asOf: new Date(0), from: 'device' })
      .mockResolvedValue({ status: 'ready', value, asOf: new Date(), from: 'server' })
    const hook = await renderHook(useCatalogueEntry, 'demo-registry')
    expect(hook.last()).toMatchObject({ status: 'ready', from: 'device', value: value[0] })
    await hook.pass(() => vi.advanceTimersByTimeAsync(10_000))
    expect(hook.last()).toMatchObject({ status: 'ready', from: 'server', value: value[0] })
    await hook.pass(() => vi.advanceTimersByTimeAsync(60_000))
    expect(current).toHaveBeenCalledTimes(2)
  } finally {
    vi.useRealTimers()
  }
})
