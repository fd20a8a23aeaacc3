// @vitest-environment happy-dom
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import type { PublicDatabase } from '../../../api/contract/catalogue.ts'
import type { FactName } from '../../../api/contract/facts.ts'
import type { DatabaseView } from '../../../api/contract/patient.ts'
import { api } from '../../../web/data/http/api.ts'
import { useCatalogueEntry } from '../../../web/data/patient/catalogue.ts'
import { useUsage } from '../../../web/data/patient/usage.ts'
import { DatabaseFacts } from '../../../web/features/databases/DatabaseFacts.tsx'
import { factOf } from '../../support/catalogue.ts'
import { messagesOf } from '../../support/words.ts'
import { database, entry, linkage, text } from './support/fixtures.ts'
import { render } from './support/render.tsx'

vi.mock('../../../web/data/patient/usage.ts')
vi.mock('../../../web/data/patient/catalogue.ts')

const { databases: d, facts: f, part } = messagesOf.ja
const QUESTIONS = {
  data: f.what,
  who: f.who,
  opt_out: f.canStop,
  exceptions: f.exceptions,
  rights: f.rights,
  linked_with: f.linkedWith,
  retention: f.retention,
  basis: f.basis,
} satisfies Record<FactName, string>
const names = Object.keys(QUESTIONS) as FactName[]

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['Date'], now: Date.parse('2026-11-30T12:00:00+09:00') })
  vi.mocked(useUsage).mockReturnValue(ready(null))
  vi.spyOn(api, 'cases').mockResolvedValue({ cases: [] })
})
afterEach(() => void vi.useRealTimers())

const ready = <T,>(value: T) =>
  ({ status: 'ready', value, asOf: new Date(), from: 'server', refresh: () => {} }) as const

async function show(of: PublicDatabase | null, change: Partial<DatabaseView> = {}): Promise<HTMLElement> {
  vi.mocked(useCatalogueEntry).mockReturnValue(ready(of))
  return render(<DatabaseFacts database={database(change)} />)
}

/** What stands below each question, by the question. */
async function answers(...of: Parameters<typeof show>): Promise<Record<string, HTMLElement>> {
  const page = await show(...of)
  return Object.fromEntries(
    [...page.querySelectorAll('section')].map((part) => [part.querySelector('h2')?.textContent ?? '', part]),
  )
}

describe('P5 answers', () => {
  test.each(names)('in the words of the catalogue: %s', async (name) => {
    const words = `${name}のこと。`
    const known = factOf({
      text: text(words),
      sources: [{ title: `${name}の資料`, publisher: '省', url: 'https://example.org/' }],
    })
    const shown = await answers(entry({}, { [name]: known }))
    const answer = shown[QUESTIONS[name]] as HTMLElement
    expect(answer.textContent).toContain(words)
    const evidence = answer.querySelector('details')
    expect(evidence?.querySelector('summary')?.textContent).toBe(f.evidence(f.marks.S))
    expect(evidence?.textContent).toContain(`省「${name}の資料」`)
    expect(evidence?.querySelector('a')?.getAttribute('href')).toBe('https://example.org/')
    expect(evidence?.textContent).toContain('令和8年（2026年）11月22日に確認')
    // The source of one fact is not that of another.
    for (const other of names.filter((one) => one !== name))
      expect(shown[QUESTIONS[other]]?.querySelector('details')).toBeNull()
  })

  test('who uses it: the purposes that are linked, and what the catalogue knows', async () => {
    const who = factOf({ text: text('審査を受けた研究者です。') })
    const both = (await answers(entry({}, { who }), { purposes: ['research'] }))[f.who]
    expect(both?.textContent).toContain(`${d.purposes.research}審査を受けた研究者です。`)
  })

  test('the state of a person’s own records first, and nothing of it where none are linked', async () => {
    expect(Object.keys(await answers(entry(), { linkages: [linkage()] }))[0]).toBe(f.yours)
    expect(Object.keys(await answers(entry()))).not.toContain(f.yours)
  })
})

describe('what is known says how sure it is', () => {
  const marked = async (change: Parameters<typeof factOf>[0], of: Partial<PublicDatabase> = {}) =>
    (await answers(entry(of, { basis: factOf(change) })))[f.basis] as HTMLElement

  test.each([
    ['S', false, f.marks.S],
    ['T', false, f.marks.T],
    ['S', true, f.marks.S],
    ['T', true, f.marks.demo],
  ] as const)('%s, invented for the demonstration: %s', async (mark, demo, says) => {
    const summary = (await marked({ mark }, { demo })).querySelector('summary')
    expect(summary?.textContent).toBe(f.evidence(says))
  })

  test('nothing where no source says it, but the day of the search', async () => {
    const answer = await marked({ mark: '?', sources: [], text: text('確認できていません。') })
    expect(answer.querySelector('details')).toBeNull()
    expect(answer.textContent).toContain('確認できていません。')
    expect(answer.textContent).toContain(f.searchedOn('令和8年（2026年）11月22日'))
  })

  test.each([
    ['2026-11-30', false],
    ['2026-11-29', true],
  ])('reviewed by %s, on 30 November: old %s', async (review_by, isOld) => {
    expect((await marked({ review_by })).textContent.includes(f.outdated)).toBe(isOld)
  })

  test('a day is that of Japan', async () => {
    vi.setSystemTime(Date.parse('2026-12-01T00:00:00+09:00'))
    expect((await marked({ review_by: '2026-11-30' })).textContent).toContain(f.outdated)
  })
})

describe('a database that has not begun', () => {
  test.each(['enacted', 'planned'] as const)('says so: %s', async (status) => {
    expect((await show(entry(), { status })).textContent).toContain(f.statuses[status])
  })

  test('says from when, where a source says it', async () => {
    const page = await show(entry(), { status: 'enacted', in_force_on: '2027-04-01' })
    expect(page.textContent).toContain(f.inForceOn('令和9年（2027年）4月1日'))
    const live = await show(entry())
    for (const words of [f.inForceOn(''), ...Object.values(f.statuses)])
      expect([...live.querySelectorAll('p.quiet')].map((p) => p.textContent).join()).not.toContain(words)
  })
})

describe('without the catalogue', () => {
  test('whether it can be stopped is said by the list, and the rest can be loaded again', async () => {
    const refresh = vi.fn()
    vi.mocked(useCatalogueEntry).mockReturnValue({ status: 'failed', failure: { code: 'offline' }, refresh })
    const page = await render(<DatabaseFacts database={database()} />)
    expect(page.textContent).toContain('この画面から停止できます。')
    expect(page.textContent).toContain(part.notLoaded)
    page.querySelector('button')?.click()
    expect(refresh).toHaveBeenCalledOnce()
    expect(page.textContent).not.toContain(f.retention)
  })

  test('a database that it does not know is not described', async () => {
    const page = await show(null)
    expect(page.textContent).toContain(f.missing)
    expect(page.textContent).not.toContain(f.basis)
  })
})
