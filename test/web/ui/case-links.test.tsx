// @vitest-environment happy-dom
import { act } from 'react'
import { beforeEach, describe, expect, test, vi } from 'vitest'
import type { CaseView } from '../../../api/contract/cases.ts'
import { api } from '../../../web/data/http/api.ts'
import { useCatalogueEntry } from '../../../web/data/patient/catalogue.ts'
import { DatabaseFacts } from '../../../web/features/databases/DatabaseFacts.tsx'
import { Help } from '../../../web/features/help/Help.tsx'
import { Entry } from '../../../web/features/record/Entry.tsx'
import { messagesOf } from '../../support/words.ts'
import { caseView, database, entry, linkage, progress, USE, use } from './support/fixtures.ts'
import { render } from './support/render.tsx'

vi.mock('../../../web/data/patient/catalogue.ts')

const { cases: c } = messagesOf.ja
const stopped = linkage({
  state: 'stopped',
  progress: progress({ received_at: '2026-11-24T01:00:02Z', applied_at: '2026-11-24T01:00:03Z' }),
})
const OUTCOME = { code: 'not-found', at: '2026-11-24T01:00:04Z' } as const

beforeEach(() => {
  const known = { status: 'ready', value: entry(), asOf: new Date(), from: 'server' } as const
  vi.mocked(useCatalogueEntry).mockReturnValue({ ...known, refresh: () => {} })
  vi.spyOn(api, 'usage').mockResolvedValue({
    databases: [{ database: 'demo-registry', uses: [use()], nothing_reported_since: null }],
  })
})

describe('P5', () => {
  const links = async (linkages = [linkage()], ...all: CaseView[]) => {
    vi.spyOn(api, 'cases').mockResolvedValue({ cases: all })
    const page = await render(<DatabaseFacts database={database({ linkages })} />)
    await act(async () => {})
    return [...page.querySelectorAll('a')].map((link) => [link.textContent, link.getAttribute('href')])
  }
  const ask = (query: string) => `/databases/demo-registry/ask?about=${query}`
  const doubt = (what: string) => c.doubt + c.doubtOf(what)

  test('leads from a use and from the linkages to a question that its name tells', async () => {
    expect(await links()).toEqual([
      [doubt(c.matters.linkage), ask('linkage')],
      [doubt('糖尿病の重症化に関する研究'), ask(`use&ref=${USE}`)],
    ])
  })

  test.each([
    ['has not ended', linkage({ state: 'stopped', progress: progress() }), false],
    ['was applied', stopped, true],
    ['is late', linkage({ state: 'stopped', progress: progress({ late: true }) }), true],
    ['ended with an outcome', { ...stopped, outcome: OUTCOME }, true],
  ])('leads to a question about a stop that %s, or not', async (_, of, leads) => {
    const found = (await links([of])).filter(([name]) => name === doubt(c.matters.outcome))
    expect(found).toEqual(leads ? [[doubt(c.matters.outcome), ask('outcome')]] : [])
  })

  test('leads to the list from what there is a case about, with its newest state', async () => {
    const older = caseView({ number: 'C-2', state: 'answered' })
    expect(await links([linkage()], caseView(), older)).toContainEqual([
      c.about.open('C-7K3M-Q2XD'),
      '/cases',
    ])
    expect(await links([linkage()], caseView({ due_on: '2026-11-01' }))).toContainEqual([
      c.about.overdue('C-7K3M-Q2XD'),
      '/cases',
    ])
    expect(await links([linkage()], older)).toContainEqual([c.about.answered('C-2'), '/cases'])
    const elsewhere = caseView({ ref: 'other' })
    expect((await links([linkage()], elsewhere)).filter(([, to]) => to === '/cases')).toEqual([])
  })
})

test.each(['case-opened', 'case-answered'] as const)('the record leads from %s to the list', async (kind) => {
  const event = {
    entry: {
      ...{ id: 'a', at: '2026-11-24T01:00:00Z', kind, by: 'erabu' as const },
      case: { number: 'C-7K3M-Q2XD', due_on: '2026-12-08', answer: 'lawful' as const },
    },
    databases: [],
  }
  const page = await render(<Entry event={event} databases={[]} />)
  expect(page.querySelector('a[href="/cases"]')?.textContent).toBe(c.toList)
})

test('the help leads to the list', async () => {
  const page = await render(<Help />)
  expect(page.querySelector('#given a[href="/cases"]')?.textContent).toBe(c.toList)
})
