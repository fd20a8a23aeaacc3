// @vitest-environment happy-dom
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import type { CaseView } from '../../../../api/contract/cases.ts'
import { api } from '../../../../web/data/http/api.ts'
import { ApiError } from '../../../../web/data/http/failure.ts'
import {
  askOperator,
  isAbout,
  type Matter,
  standingOfCase,
  useCases,
} from '../../../../web/data/patient/cases.ts'
import { renderHook } from '../support/render-hook.ts'

const NOW = Date.parse('2026-12-08T12:00:00+09:00')
const use: Matter = { about: 'use', database: 'demo-registry', ref: 'one' }
const open: CaseView = {
  number: 'C-1',
  about: 'use',
  database: 'demo-registry',
  ref: 'one',
  says: 'unclear',
  opened_by: 'me',
  opened_at: '2026-11-24T03:00:00Z',
  due_on: '2026-12-08',
  state: 'open',
  answer: null,
}

beforeEach(() => void vi.useFakeTimers({ toFake: ['Date'], now: NOW }))
afterEach(() => void vi.useRealTimers())

test('the cases are those that the api has, and are asked for again when the person wants it', async () => {
  const asked = vi.spyOn(api, 'cases').mockRejectedValueOnce(new ApiError('not-found', 404))
  asked.mockResolvedValueOnce({ cases: [open] })
  const hook = await renderHook(useCases, undefined)
  expect(hook.last().status).toBe('failed')
  await hook.pass(async () => hook.last().refresh())
  expect(hook.last()).toMatchObject({ status: 'ready', value: [open] })
})

describe('a question', () => {
  const ask = async (ago: number, matter: Matter = use) => {
    const opened_at = new Date(NOW - ago).toISOString()
    const taken = { number: 'C-1', opened_at, due_on: '2026-12-22' }
    const call = vi.spyOn(api, 'ask').mockResolvedValue({ case: taken })
    return { asked: await askOperator(matter, 'unclear'), sent: call.mock.lastCall?.[0] }
  }

  test('says what it is about and nothing else', async () => {
    expect((await ask(0)).sent).toEqual({ ...use, says: 'unclear' })
    const about: Matter = { about: 'outcome', database: 'demo-registry' }
    expect((await ask(0, about)).sent).toEqual({ ...about, says: 'unclear' })
  })

  test.each([
    [0, false],
    [59_000, false],
    [61_000, true],
  ])('whose case was opened %d ms ago was open before: %s', async (ago, isEarlier) => {
    expect((await ask(ago)).asked).toMatchObject({ number: 'C-1', due_on: '2026-12-22', isEarlier })
  })

  test('that fails is not sent again by itself', async () => {
    const call = vi.spyOn(api, 'ask').mockReset().mockRejectedValue(new ApiError('offline'))
    await expect(askOperator(use, 'unclear')).rejects.toMatchObject({ code: 'offline' })
    expect(call).toHaveBeenCalledOnce()
  })
})

test('a case is about the same thing where about, database and report are the same', () => {
  expect(isAbout(open, use)).toBe(true)
  expect(isAbout(open, { ...use, ref: 'two' })).toBe(false)
  expect(isAbout(open, { ...use, database: 'demo-biobank' })).toBe(false)
  expect(isAbout(open, { about: 'linkage', database: 'demo-registry' })).toBe(false)
  const { ref: _ref, ...general } = open
  expect(isAbout({ ...general, about: 'linkage' }, { about: 'linkage', database: 'demo-registry' })).toBe(
    true,
  )
})

test('an open case is overdue when its day in Japan is over; an answered one never is', () => {
  expect(standingOfCase(open)).toBe('open')
  vi.setSystemTime(Date.parse('2026-12-08T23:59:59+09:00'))
  expect(standingOfCase(open)).toBe('open')
  vi.setSystemTime(Date.parse('2026-12-09T00:00:00+09:00'))
  expect(standingOfCase(open)).toBe('overdue')
  expect(standingOfCase({ ...open, state: 'answered' })).toBe('answered')
})
