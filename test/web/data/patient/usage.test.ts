// @vitest-environment happy-dom
import { expect, test, vi } from 'vitest'
import type { UsageAnswer } from '../../../../api/contract/patient.ts'
import { api } from '../../../../web/data/http/api.ts'
import { ApiError } from '../../../../web/data/http/failure.ts'
import { useUsage } from '../../../../web/data/patient/usage.ts'
import { renderHook } from '../support/render-hook.ts'

const mine: UsageAnswer['databases'][number] = {
  database: 'demo-registry',
  uses: [],
  nothing_reported_since: '2026-11-01',
}

test('the uses at one database are those of that database', async () => {
  vi.spyOn(api, 'usage').mockResolvedValue({ databases: [{ ...mine, database: 'demo-biobank' }, mine] })
  const hook = await renderHook(useUsage, 'demo-registry')
  expect(hook.last()).toMatchObject({ status: 'ready', value: mine })
})

test('a database of which nothing was reported has none', async () => {
  vi.spyOn(api, 'usage').mockResolvedValue({ databases: [] })
  const hook = await renderHook(useUsage, 'demo-registry')
  expect(hook.last()).toMatchObject({ status: 'ready', value: null })
})

test('uses that could not be read are asked for again when the person wants it', async () => {
  const usage = vi.spyOn(api, 'usage').mockRejectedValueOnce(new ApiError('not-found', 404))
  usage.mockResolvedValueOnce({ databases: [mine] })
  const hook = await renderHook(useUsage, 'demo-registry')
  expect(hook.last().status).toBe('failed')
  await hook.pass(async () => hook.last().refresh())
  expect(hook.last()).toMatchObject({ status: 'ready', value: mine })
})
