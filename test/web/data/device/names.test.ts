// @vitest-environment happy-dom
import { beforeEach, expect, test, vi } from 'vitest'
import type { PublicDatabase } from '../../../../api/contract/catalogue.ts'
import { loadDevice } from '../../../../web/data/device/load-device.ts'
import { currentNames, keepNames } from '../../../../web/data/device/names.ts'
import { api } from '../../../../web/data/http/api.ts'
import { ApiError } from '../../../../web/data/http/failure.ts'

vi.mock('../../../../web/data/device/load-device.ts')

const registry = { id: 'demo-registry', name: { ja: '症例レジストリ', en: 'Case Registry' } }
const catalogue = { databases: [{ ...registry, source: '資料' } as PublicDatabase] }
let kept: { value: (typeof registry)[]; asOf: Date } | null

beforeEach(() => {
  kept = null
  vi.mocked(loadDevice).mockResolvedValue({
    names: async () => kept,
    keepNames: async (value: (typeof registry)[]) => {
      kept = { value, asOf: new Date() }
    },
  } as never)
})

test('names come from the public catalogue, and stay on the device without the rest', async () => {
  vi.spyOn(api, 'catalogue').mockResolvedValue(catalogue)
  expect(await currentNames()).toEqual([registry])
  expect(kept?.value).toEqual([registry])
})

test('offline the names on this device are used, and without any none is invented', async () => {
  vi.spyOn(api, 'catalogue').mockRejectedValue(new ApiError('offline'))
  expect(await currentNames()).toEqual([])
  kept = { value: [registry], asOf: new Date(0) }
  expect(await currentNames()).toEqual([registry])
})

test('a copy is renewed after a day', async () => {
  const ask = vi.spyOn(api, 'catalogue').mockResolvedValue(catalogue)
  await keepNames()
  await keepNames()
  expect(ask).toHaveBeenCalledOnce()
  kept = { value: [], asOf: new Date(Date.now() - 25 * 3_600_000) }
  await keepNames()
  expect(ask).toHaveBeenCalledTimes(2)
})
