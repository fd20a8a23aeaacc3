// @vitest-environment happy-dom
import { beforeEach, describe, expect, test, vi } from 'vitest'
import { useCatalogueEntry } from '../../../web/data/patient/catalogue.ts'
import { useUsage } from '../../../web/data/patient/usage.ts'
import { DatabaseFacts } from '../../../web/features/databases/DatabaseFacts.tsx'
import { DatabaseRow } from '../../../web/features/databases/DatabaseRow.tsx'
import { groupDatabases } from '../../../web/features/databases/group.ts'
import { OtherDatabases } from '../../../web/features/databases/OtherDatabases.tsx'
import { LinkedDatabase } from '../../../web/ui/linkage/LinkedDatabase.tsx'
import { messagesOf } from '../../support/words.ts'
import { database, linkage, progress } from './support/fixtures.ts'
import { render } from './support/render.tsx'

vi.mock('../../../web/data/patient/catalogue.ts')
vi.mock('../../../web/data/patient/usage.ts')

const { databases: d, facts: f } = messagesOf.ja
const u = messagesOf.ja.uses
const server = { asOf: new Date(), from: 'server', refresh: () => {} } as const

beforeEach(() => {
  vi.mocked(useUsage).mockReturnValue({ status: 'ready', value: null, ...server })
  vi.mocked(useCatalogueEntry).mockReturnValue({ status: 'loading', refresh: () => {} })
})

test('a database that by law cannot be stopped shows the reason and no link to choose', async () => {
  const page = await render(
    <DatabaseRow
      database={database({
        stoppable: false,
        opt_out: 'not-by-law',
        how: { ja: '法律により停止できません。', en: 'Not by law.' },
        linkages: [linkage()],
      })}
    />,
  )
  expect(page.textContent).toContain('法律により停止できません')
  expect(page.querySelector('a[href^="/choose"], button, input')).toBeNull()
})

test('a database opens its own page', async () => {
  const page = await render(<DatabaseRow database={database({ linkages: [linkage()] })} />)
  expect(page.querySelector('a[href="/databases/demo-registry"]')).not.toBeNull()
})

test('a decision under way shows each step, and the next one is not called done', async () => {
  const stopped = linkage({
    state: 'stopped',
    progress: progress({ received_at: '2026-11-24T01:30:00Z' }),
  })
  const page = await render(<LinkedDatabase database={database({ linkages: [stopped] })} now={new Date()} />)
  const steps = [...page.querySelectorAll('.steps li')]
  expect(steps.map((step) => step.className)).toEqual(['done', 'done', ''])
  expect(steps[2]?.textContent).toBe(d.stepNext(d.steps.stopped))
  expect(page.querySelector('.chip')?.textContent).toBe(d.standings.delivered)
})

test.each([
  ['applied', 1],
  ['not-found', 0],
  ['partly', 0],
] as const)(
  'at a kiosk a stop reported as %s has the day since which it counts %i times',
  async (code, times) => {
    const outcome = { code, at: '2026-11-24T02:00:00Z' } as const
    const told = linkage({ state: 'stopped', progress: progress({ applied_at: outcome.at }), outcome })
    const page = await render(<LinkedDatabase database={database({ linkages: [told] })} now={new Date()} />)
    expect(page.textContent?.split('2026年）10月1日から')).toHaveLength(times + 1)
    expect(page.textContent).toContain(d.outcomes[code])
  },
)

test('a late holder is named as the one to ask', async () => {
  const late = linkage({ state: 'stopped', progress: progress({ late: true }) })
  const page = await render(<DatabaseRow database={database({ linkages: [late] })} />)
  expect(page.querySelector('.chip')?.textContent).toBe('遅れています')
  expect(page.textContent).toContain('学会に確認できます')
})

test('two purposes with the same outcome say its reason and its day once', async () => {
  const outcome = {
    code: 'partly',
    reason: 'published',
    until: '2027-03-31',
    at: '2026-11-24T02:00:00Z',
  } as const
  const linkages = (['research', 'industry'] as const).map((purpose) =>
    linkage({ purpose, state: 'stopped', outcome }),
  )
  const page = await render(<DatabaseRow database={database({ linkages })} />)
  expect(page.textContent?.split(d.outcomeReasons.published)).toHaveLength(2)
})

test('what is not established is not shown as certain on the list', async () => {
  const unsure = database({ mark: '?', opt_out: 'unknown', source: '', stoppable: false })
  const page = await render(<OtherDatabases groups={groupDatabases([unsure])} />)
  expect(page.querySelector('h3')?.textContent).toBe(d.optOut.unknown)
})

describe('a group of databases that cannot be stopped here', () => {
  const elsewhere = (change: Parameters<typeof database>[0]) => database({ stoppable: false, ...change })
  const groupOf = async (change: Parameters<typeof database>[0]) => {
    const page = await render(<OtherDatabases groups={groupDatabases([elsewhere(change)])} />)
    return page.querySelector('h3')?.parentElement as HTMLElement
  }
  const evidenceOf = async (change: Parameters<typeof database>[0]) =>
    (await groupOf(change)).querySelector('details')?.textContent

  test('has under くわしく the sources of each, how sure they are, and the day of the check', async () => {
    const text = await evidenceOf({
      review_by: '9999-12-31',
      opt_out: 'not-by-law',
      mark: 'T',
      source: '省「告知」',
    })
    for (const part of [f.evidences, '症例レジストリ', f.marks.T, '省「告知」', '11月22日に確認'])
      expect(text).toContain(part)
    expect(text).not.toContain(f.outdated)
  })

  test('says of a search without a find that nothing is confirmed, and when it was', async () => {
    const text = await evidenceOf({ opt_out: 'not-yet', mark: '?', source: '' })
    for (const part of [f.marks['?'], f.searchedOn('令和8年（2026年）11月22日')]) expect(text).toContain(part)
  })

  test('says what may be out of date', async () =>
    expect(await evidenceOf({ review_by: '2020-01-01' })).toContain(f.outdated))

  test('says of each how far it has come, unless it is live', async () => {
    expect((await groupOf({ status: 'planned' })).querySelector('ul')?.textContent).toContain(
      f.statuses.planned,
    )
    expect((await groupOf({})).querySelector('ul')?.textContent).toBe('症例レジストリ')
  })
})

describe('uses of my records', () => {
  const usageText = async () => (await render(<DatabaseFacts database={database()} />)).textContent

  test('that nobody reported are not called "not used"', async () =>
    expect(await usageText()).toContain('報告はまだありません。使われていないという意味ではありません。'))

  test('are shown with purpose, user and period, and the time since the last report', async () => {
    const named = { id: 'p', title: '糖尿病の研究', organisation: '模擬大学', purpose: 'research' } as const
    const never = { approved_by: null, approved_on: null, environment: null, form: null, ends_on: null }
    const project = { ...named, ...never, erase_by: null, erased_on: null }
    const days = { from: '2026-10-01', to: '2026-10-31', reported_at: '2026-11-02T00:00:00Z' }
    const use = { id: 'use', project, ...days, class: 'before' as const }
    const value = { database: 'demo-registry', uses: [use], nothing_reported_since: '2026-11-02' }
    vi.mocked(useUsage).mockReturnValue({ status: 'ready', value, ...server })
    const text = await usageText()
    for (const part of [
      '糖尿病の研究',
      '模擬大学',
      '令和8年（2026年）10月1日',
      u.noneSince('令和8年（2026年）11月2日'),
    ])
      expect(text).toContain(part)
  })

  test('that cannot be loaded are not called none', async () => {
    vi.mocked(useUsage).mockReturnValue({ status: 'failed', failure: { code: 'offline' }, refresh: () => {} })
    expect(await usageText()).not.toContain(u.none)
  })
})

test('databases are grouped: linked, not linked, out of reach', () => {
  const linked = database({ id: 'linked', stoppable: false, linkages: [linkage()] })
  const unlinked = database({ id: 'unlinked' })
  const elsewhere = database({ id: 'elsewhere', stoppable: false, purposes: [] })
  expect(groupDatabases([elsewhere, linked, unlinked])).toEqual({
    linked: [linked],
    unlinked: [unlinked],
    elsewhere: [elsewhere],
  })
})

describe('what a holder reported of one row', () => {
  const at = '2026-11-24T01:30:00Z'
  const partly = { code: 'partly', reason: 'published', until: '2027-03-31', at } as const
  const shown = async (one: Partial<Parameters<typeof linkage>[0]>) => {
    const of = database({ linkages: [linkage({ state: 'stopped', ...one })] })
    const row = await render(<DatabaseRow database={of} />)
    const card = await render(<LinkedDatabase database={of} now={new Date(at)} />)
    return `${row.textContent} ${card.textContent}`
  }

  test('is told with reason and day once it acts on its feed, and not before', async () => {
    const applied = await shown({ progress: progress({ applied_at: at }), outcome: partly })
    expect(applied).toContain(d.outcomes.partly)
    expect(applied.split(d.outcomeReasons.published)).toHaveLength(3)
    const before = await shown({ progress: progress({ received_at: at }), outcome: partly })
    expect(before).not.toContain(d.outcomeReasons.published)
    expect(before).toContain(d.standings.delivered)
  })

  test('gives no reason for a stop', async () => {
    const outcome = { code: 'applied', reason: 'law', until: '1900-01-01', at } as const
    const text = await shown({ progress: progress({ applied_at: at }), outcome })
    expect(text).toContain(d.outcomes.applied)
    expect(text).not.toContain(d.outcomeReasons.law)
  })
})

test.each([
  [{}, []],
  [{ precision: 'id4' }, [d.lowPrecision]],
  [{ precision: 'id4', state: 'stopped', held: true }, [d.lowPrecision, d.held]],
  [{ state: 'stopped', held: true }, [d.held]],
] as const)(
  'a record that may be somebody else’s says so on a phone and at a kiosk: %o',
  async (of, said) => {
    const one = database({ linkages: [linkage(of), linkage({ ...of, purpose: 'policy' })] })
    const row = await render(<DatabaseRow database={one} />)
    expect([...row.querySelectorAll('.quiet')].map((detail) => detail.textContent)).toEqual(said)
    const card = await render(<LinkedDatabase database={one} now={new Date()} />)
    const details = [...card.querySelectorAll('.linkage .quiet')].map((detail) => detail.textContent)
    for (const words of [d.lowPrecision, d.held])
      expect(details.filter((detail) => detail === words).length).toBe(
        said.some((one) => one === words) ? 2 : 0,
      )
  },
)
