// @vitest-environment happy-dom
import { beforeEach, expect, test, vi } from 'vitest'
import type { PublicDatabase } from '../../../../api/contract/catalogue.ts'
import { loadDevice } from '../../../../web/data/device/load-device.ts'
import { catalogue } from '../../../../web/data/device/published.ts'
import { api } from '../../../../web/data/http/api.ts'
import { ApiError } from '../../../../web/data/http/failure.ts'
import { entry } from '../../ui/support/fixtures.ts'

vi.mock('../../../../web/data/device/load-device.ts')

const registry = entry()
let kept: { value: PublicDatabase[]; asOf: Date } | null

beforeEach(() => {
  kept = null
  vi.mocked(loadDevice).mockResolvedValue({
    catalogue: async () => kept,
    keepCatalogue: async (value: PublicDatabase[]) => {
      kept = { value, asOf: new Date() }
    },
  } as never)
})

test('the catalogue comes from the server, and stays on the device', async () => {
  vi.spyOn(api, 'catalogue').mockResolvedValue({ databases: [registry] })
  expect(await catalogue.current()).toMatchObject({ value: [registry], from: 'server' })
  expect(kept?.value).toEqual([registry])
})

test('offline the copy of this device is used, and without one nothing is invented', async () => {
  const offline = new ApiError('offline')
  vi.spyOn(api, 'catalogue').mockRejectedValue(offline)
  await expect(catalogue.current()).rejects.toBe(offline)
  kept = { value: [registry], asOf: new Date(0) }
  expect(await catalogue.current()).toEqual({ status: 'ready', ...kept, from: 'device' })
})

test('a copy is renewed after a day', async () => {
  const ask = vi.spyOn(api, 'catalogue').mockResolvedValue({ databases: [registry] })
  await catalogue.keep()
  await catalogue.keep()
  expect(ask).toHaveBeenCalledOnce()
  kept = { value: [], asOf: new Date(Date.now() - 25 * 3_600_000) }
  await catalogue.keep()
  expect(ask).toHaveBeenCalledTimes(2)
})
