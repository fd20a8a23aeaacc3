// @vitest-environment happy-dom
import { act } from 'react'
import { beforeEach, describe, expect, test, vi } from 'vitest'
import { Route } from 'wouter'
import { CaseAbout, CaseAnswerCode, CaseBody, CaseSays, type CaseView } from '../../../api/contract/cases.ts'
import type { UsageAnswer } from '../../../api/contract/patient.ts'
import { dueOn } from '../../../api/domain/uses/due-on.ts'
import { api } from '../../../web/data/http/api.ts'
import { ApiError, type Failure } from '../../../web/data/http/failure.ts'
import { useDatabases } from '../../../web/data/patient/databases.ts'
import { Ask } from '../../../web/features/cases/Ask.tsx'
import { Cases } from '../../../web/features/cases/Cases.tsx'
import { OFFERED } from '../../../web/features/cases/matter.ts'
import { languages } from '../../../web/text/language.ts'
import { messagesOf } from '../../support/words.ts'
import {
  caseView,
  database,
  foundCase,
  generalCase,
  linkage,
  progress,
  USE,
  use,
} from './support/fixtures.ts'
import { render, tap, tapText } from './support/render.tsx'

vi.mock('../../../web/data/patient/databases.ts')

const { cases: c, failures, refusals, shell, databases: d } = messagesOf.ja
const stopped = linkage({
  state: 'stopped',
  progress: progress({ received_at: '2026-11-24T01:00:02Z', applied_at: '2026-11-24T01:00:03Z' }),
})
const OUTCOME = { code: 'not-found', at: '2026-11-24T01:00:04Z' } as const
const registry = (linkages = [linkage()]) => database({ linkages })
const usage: UsageAnswer = {
  databases: [{ database: 'demo-registry', uses: [use()], nothing_reported_since: null }],
}
const refused = (code: Failure['code']) => new ApiError(code)
const ready = <T,>(value: T) => ({ status: 'ready', value, asOf: new Date(), from: 'server' }) as const
function know(databases = [registry()]) {
  const standing = { standing: null, standing_purposes: [], restored_at: null }
  const publishing = { stop_within_s: 1, allow_within_s: 1 }
  vi.mocked(useDatabases).mockReturnValue(ready({ databases, publishing, ...standing }))
}

beforeEach(() => {
  know()
  vi.spyOn(api, 'usage').mockResolvedValue(usage)
  vi.spyOn(api, 'cases').mockResolvedValue({ cases: [] })
  vi.spyOn(api, 'ask').mockReset()
})

async function askPage(query: string) {
  history.replaceState(null, '', `/databases/demo-registry/ask?${query}`)
  const page = await render(
    <Route path="/databases/:id/ask">
      <Ask />
    </Route>,
  )
  await act(async () => {})
  return page
}
const aboutUse = () => askPage(`about=use&ref=${USE}`)
const offered = (page: HTMLElement) =>
  [...page.querySelectorAll<HTMLInputElement>('input[type=radio]')].map(({ value }) => value)
async function send(page: HTMLElement) {
  await tap(page, 'input[value=not-mine]')
  await tapText(page, c.send)
}

describe('the question of P17', () => {
  test('names the use, preselects nothing, takes no text, and says before what it does', async () => {
    const page = await aboutUse()
    expect(page.querySelector('h1')?.textContent).toBe(c.askTitle)
    for (const words of ['症例レジストリ', '糖尿病の重症化に関する研究', '模擬大学', ...c.next])
      expect(page.textContent).toContain(words)
    expect(offered(page)).toEqual(['after-stop', 'not-mine', 'unclear'])
    expect(page.querySelectorAll('input:checked, textarea, input[type=text]')).toHaveLength(0)
  })

  test('offers only what makes sense of a matter, and the api takes each of it', () => {
    for (const about of CaseAbout.exclude(['person']).options) {
      expect(OFFERED[about].length).toBeGreaterThan(1)
      for (const says of OFFERED[about])
        expect(CaseBody.safeParse({ about, database: 'demo-registry', says }).success).toBe(true)
    }
    expect(OFFERED.use).not.toContain('missing')
    expect(OFFERED.linkage).not.toContain('after-stop')
    expect(new Set(Object.values(OFFERED).flat())).toEqual(new Set(CaseSays.options))
  })

  test('names the outcome that was reported', async () => {
    know([registry([{ ...stopped, outcome: OUTCOME }])])
    const page = await askPage('about=outcome')
    expect(page.textContent).toContain(d.outcomes['not-found'])
    expect(offered(page)).toEqual(OFFERED.outcome)
  })

  test('is an error without an answer, until one is given', async () => {
    const page = await aboutUse()
    await tapText(page, c.send)
    expect(page.querySelector('[role=alert]')?.textContent).toContain(c.needSays)
    expect(page.querySelector('fieldset')?.textContent).toContain(c.needSays)
    expect(document.title).toMatch(new RegExp(`^${shell.errorTitle}`))
    expect(api.ask).not.toHaveBeenCalled()
    await tap(page, 'input[value=unclear]')
    expect(page.textContent).not.toContain(c.needSays)
  })

  test('is sent once, and its number and day come from the answer', async () => {
    const opened_at = new Date().toISOString()
    vi.mocked(api.ask).mockResolvedValue({ case: { number: 'C-9', opened_at, due_on: '2099-12-08' } })
    const page = await aboutUse()
    await send(page)
    expect(vi.mocked(api.ask).mock.calls).toEqual([
      [{ about: 'use', database: 'demo-registry', ref: USE, says: 'not-mine' }],
    ])
    expect(page.querySelector('h1')?.textContent).toBe(c.takenTitle)
    expect(page.querySelector('.number')?.textContent).toBe('C-9')
    expect(page.textContent).toContain('2099年）12月8日')
    expect(page.querySelector('a[href="/cases"]')).not.toBeNull()
    expect(page.textContent).not.toContain(c.earlierText)
  })

  test('that was open already says so', async () => {
    const taken = { number: 'C-7K3M-Q2XD', opened_at: '2026-11-24T01:00:00Z', due_on: '2099-12-08' }
    vi.mocked(api.ask).mockResolvedValue({ case: taken })
    const page = await aboutUse()
    await send(page)
    expect(page.querySelector('h1')?.textContent).toBe(c.earlierTitle)
    expect(page.textContent).toContain(c.earlierText)
    expect(page.textContent).toContain('令和8年（2026年）11月24日')
  })

  test('that was open already, and whose day is over, says that too', async () => {
    const taken = { number: 'C-2', opened_at: '2026-11-01T01:00:00Z', due_on: '2026-11-15' }
    vi.mocked(api.ask).mockResolvedValue({ case: taken })
    const page = await aboutUse()
    await send(page)
    expect(page.textContent).toContain(c.overdueText)
    expect(page.textContent).not.toContain(c.takenText('令和8年（2026年）11月15日'))
  })

  test.each(['offline', 'unreadable', 'internal', 'unavailable'] as const)(
    'after %s nobody knows whether it was taken, and what was chosen stays',
    async (code) => {
      vi.mocked(api.ask).mockRejectedValue(refused(code))
      const page = await aboutUse()
      await send(page)
      expect(page.querySelector('[role=alert]')?.textContent).toContain(c.unsure)
      expect(page.textContent).not.toContain(c.notTaken)
      expect(page.querySelector<HTMLInputElement>('input:checked')?.value).toBe('not-mine')
      expect(page.querySelector('button[type=submit]')).not.toBeNull()
    },
  )

  test.each(['too-many-cases', 'not-found', 'rate-limited'] as const)(
    'after %s it was not taken, and what was chosen stays',
    async (code) => {
      vi.mocked(api.ask).mockRejectedValue(refused(code))
      const page = await aboutUse()
      await send(page)
      const notice = page.querySelector('[role=alert]')
      expect(notice?.textContent).toContain({ ...failures.codes, ...refusals.codes }[code][0])
      expect(notice?.textContent).toContain(c.notTaken)
      expect(notice?.querySelector('a[href="/cases"]') !== null).toBe(code === 'too-many-cases')
      expect(page.querySelector<HTMLInputElement>('input:checked')?.value).toBe('not-mine')
    },
  )

  test('tells of an open case about the same use, and of no other', async () => {
    const general = generalCase({ number: 'C-2', about: 'linkage' })
    vi.mocked(api.cases).mockResolvedValue({
      cases: [general, caseView({ number: 'C-3', state: 'answered' })],
    })
    expect((await aboutUse()).textContent).not.toMatch(/C-\d/)
    vi.mocked(api.cases).mockResolvedValue({ cases: [general, caseView()] })
    expect((await aboutUse()).textContent).toContain(c.asking('C-7K3M-Q2XD'))
  })

  test.each(['about=use&ref=other', 'about=use', 'about=me', ''])(
    'cannot be asked at an address about nothing: %s',
    async (query) => {
      const page = await askPage(query)
      expect(page.textContent).toContain(c.gone)
      expect(page.querySelector('form')).toBeNull()
    },
  )

  test('cannot be asked of a database without linked records', async () => {
    know([registry([])])
    expect((await askPage('about=linkage')).textContent).toContain(c.gone)
  })
})

describe('the list of P17', () => {
  const list = async (...all: CaseView[]) => {
    vi.mocked(api.cases).mockResolvedValue({ cases: all })
    const page = await render(<Cases />)
    await act(async () => {})
    return page
  }

  test('has each case in the order of the api, with what it is about and its day', async () => {
    const page = await list(caseView(), caseView({ number: 'C-2', due_on: '2026-11-20' }))
    const [first, second] = [...page.querySelectorAll('article')].map((card) => card.textContent)
    for (const words of [
      'C-7K3M-Q2XD',
      '症例レジストリ',
      '糖尿病の重症化に関する研究',
      c.says['not-mine'],
      c.states.open,
    ])
      expect(first).toContain(words)
    expect(first).not.toContain(c.overdueText)
    expect(second).toContain(c.states.overdue)
    expect(second).toContain(c.overdueText)
    expect(second).toContain('令和8年（2026年）11月20日')
    expect(page.textContent).not.toContain(c.disagreeTitle)
  })

  test('says of a case that Erabu opened that it did', async () => {
    const page = await list(foundCase())
    expect(page.textContent).toContain(c.found)
    expect(page.textContent).not.toContain(c.said)
  })

  test.each(CaseAnswerCode.options)(
    'answers %s with a sentence and its day, and is not overdue',
    async (code) => {
      const page = await list(
        caseView({ state: 'answered', due_on: '2026-11-20', answer: { code, at: '2026-11-25T01:00:00Z' } }),
      )
      expect(page.textContent).toContain(c.answers[code])
      expect(page.textContent).toContain('11月25日')
      expect(page.textContent).not.toContain(c.states.overdue)
      expect(page.textContent).toContain(c.disagreeTitle)
    },
  )

  test('is empty in words, and says how one asks', async () => {
    const page = await list()
    expect(page.textContent).toContain(c.none)
    expect(page.textContent).toContain(c.noneHow)
  })

  test('that did not load says so, and claims no empty list', async () => {
    vi.mocked(api.cases).mockRejectedValue(refused('not-found'))
    const page = await render(<Cases />)
    await act(async () => {})
    expect(page.querySelector('[role=alert]')).not.toBeNull()
    expect(page.textContent).not.toContain(c.none)
  })

  test('shows the cases also where the uses did not load', async () => {
    vi.mocked(api.usage).mockRejectedValue(refused('not-found'))
    expect((await list(caseView())).textContent).toContain('C-7K3M-Q2XD')
  })
})

test.each(languages)('the fixed sentence names the day that the api gives (%s)', (language) => {
  expect(dueOn('2026-11-01')).toBe('2026-11-15')
  expect(messagesOf[language].cases.next.join()).toMatch(/14日後まで|by the 14th day after/)
})

test.each(languages)('what is said and answered has words of its own (%s)', (language) => {
  const { says, answers } = messagesOf[language].cases
  expect(new Set(CaseSays.options.map((one) => says[one])).size).toBe(CaseSays.options.length)
  expect(new Set(CaseAnswerCode.options.map((one) => answers[one])).size).toBe(CaseAnswerCode.options.length)
})
