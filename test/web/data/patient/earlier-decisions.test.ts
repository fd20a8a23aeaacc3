// @vitest-environment happy-dom
import { expect, test, vi } from 'vitest'
import type { DecisionView } from '../../../../api/contract/patient.ts'
import { api } from '../../../../web/data/http/api.ts'
import { ApiError } from '../../../../web/data/http/failure.ts'
import { useEarlierDecisions } from '../../../../web/data/patient/earlier-decisions.ts'
import { renderHook } from '../support/render-hook.ts'

/** Decisions `from` down to `to`, with the fields that a list reads. */
const decisions = (from: number, to: number) =>
  Array.from({ length: from - to + 1 }, (_, i) => ({ id: String(from - i) }) as DecisionView)

test('earlier decisions come page by page, until there are none left', async () => {
  const ask = vi
    .spyOn(api, 'decisions')
    .mockResolvedValueOnce({ decisions: decisions(70, 21), next: '21' })
    .mockResolvedValueOnce({ decisions: decisions(20, 1), next: null })
  const hook = await renderHook(useEarlierDecisions, decisions(120, 71))
  await hook.pass(async () => hook.last().more?.())
  await hook.pass(async () => hook.last().more?.())
  expect(ask.mock.calls).toEqual([['71'], ['21']])
  expect(hook.last().earlier.map(({ id }) => Number(id))).toEqual(
    decisions(70, 1).map(({ id }) => Number(id)),
  )
  expect(hook.last().more).toBeNull()
})

test('a page that is not full is the last one', async () => {
  expect((await renderHook(useEarlierDecisions, decisions(49, 1))).last().more).toBeNull()
  expect((await renderHook(useEarlierDecisions, [])).last().more).toBeNull()
})

test('a page that fails says why, and can be loaded again', async () => {
  vi.spyOn(api, 'decisions')
    .mockRejectedValueOnce(new ApiError('offline'))
    .mockResolvedValueOnce({ decisions: decisions(50, 1), next: null })
  const hook = await renderHook(useEarlierDecisions, decisions(100, 51))
  await hook.pass(async () => hook.last().more?.())
  expect(hook.last()).toMatchObject({ earlier: [], failure: { code: 'offline' }, loading: false })
  await hook.pass(async () => hook.last().more?.())
  expect(hook.last()).toMatchObject({ failure: null, more: null })
  expect(hook.last().earlier).toHaveLength(50)
})
