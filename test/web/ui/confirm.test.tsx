// @vitest-environment happy-dom
import { beforeEach, describe, expect, test, vi } from 'vitest'
import type { DecisionAnswer, Effect, ProjectView, UsageAnswer } from '../../../api/contract/patient.ts'
import { storageState } from '../../../web/data/device/storage-state.ts'
import { lastDraft, rememberDraft } from '../../../web/data/device/tab-memory.ts'
import type { Deciding, IntentDraft } from '../../../web/data/patient/decide.ts'
import { useAllUsage } from '../../../web/data/patient/usage.ts'
import { ConfirmView } from '../../../web/features/decisions/ConfirmView.tsx'
import { decisionWords } from '../../../web/text/decision-words.ts'
import { messagesOf } from '../../support/words.ts'
import { database, linkage } from './support/fixtures.ts'
import { render, tapText } from './support/render.tsx'

vi.mock('../../../web/data/patient/usage.ts')

const d = messagesOf.ja.decisions
const u = messagesOf.ja.uses
const words = decisionWords(messagesOf.ja, { choice: 'stop', scope: { all: true } }, (id) => id)
const draft: IntentDraft = { choice: 'stop', scope: { all: true }, words, locale: 'ja' }
const effect = (change: Partial<Effect>): Effect => ({
  database: 'a',
  purpose: 'research',
  from: 'usable',
  to: 'stopped',
  why: 'covered',
  ...change,
})

const databases = ['a', 'b', 'c'].map((id) =>
  database({
    id,
    name: { ja: `データベース${id}`, en: `Database ${id}` },
    stoppable: id !== 'b',
    linkages: id === 'c' ? [] : [linkage()],
  }),
)

const deciding = (change: Partial<Deciding>): Deciding => ({
  phase: 'ready',
  preview: null,
  answer: null,
  failure: null,
  durable: true,
  start: vi.fn(),
  keepForLater: vi.fn(async () => {}),
  ...change,
})

const show = (state: Deciding) =>
  render(<ConfirmView draft={draft} deciding={state} databases={databases} changeTo="/choose" />)

const project = (change: Partial<ProjectView>): ProjectView => ({
  ...{
    id: 'p',
    title: '研究',
    organisation: '大学',
    purpose: 'research',
    approved_by: null,
    approved_on: null,
  },
  ...{ environment: 'copy', form: null, ends_on: null, erase_by: null, erased_on: null },
  ...change,
})
const used = (database: string, ...projects: ProjectView[]): UsageAnswer['databases'][number] => ({
  database,
  nothing_reported_since: null,
  uses: projects.map((one) => ({
    id: `use of ${one.id}`,
    project: one,
    from: '2026-10-01',
    to: '2026-10-31',
    reported_at: '2026-11-01T00:00:00Z',
    class: 'before',
  })),
})
const reported = (...value: UsageAnswer['databases']) =>
  vi.mocked(useAllUsage).mockReturnValue({
    ...{ status: 'ready', value, asOf: new Date(), from: 'server' },
    refresh: vi.fn(),
  })

beforeEach(() => {
  reported()
  storageState.set('ok')
  rememberDraft({ from: '', kind: 'all', everywhere: null, databases: [], pair: null, choice: 'stop' })
  history.replaceState(null, '', '/confirm')
})

test('shows every word that the decision commits to', async () => {
  const page = await show(deciding({}))
  for (const line of words.split('\n')) expect(page.textContent).toContain(line)
})

test('lists by database what changes, and why the rest does not', async () => {
  const effects = [
    effect({}),
    effect({ database: 'b', to: 'unchanged', why: 'not-by-law' }),
    effect({ database: 'c', purpose: null, from: null, to: 'unchanged', why: 'no-feed' }),
  ]
  const page = await show(deciding({ preview: { effects } as Deciding['preview'] }))
  expect(page.textContent).toContain(d.fromTo(d.states.usable, d.states.stopped))
  expect(page.textContent).toContain(d.why['not-by-law'])
  expect(page.querySelector('details')?.textContent).toContain(`データベースc${d.why['no-feed']}`)
})

test.each([
  ['stop', effect({}), d.becomes.stopped],
  ['allow', effect({ from: 'stopped', to: 'usable' }), d.becomes.usable],
])(
  'the picture has a dashed segment for each database that "%s" changes, and words for each',
  async (_, change, becomes) => {
    const kept = effect({ database: 'b', to: 'unchanged', why: 'not-by-law' })
    const page = await show(deciding({ preview: { effects: [kept, change] } as Deciding['preview'] }))
    const picture = page.querySelector('.answer')
    expect(picture?.querySelector('h2')?.textContent).toBe('2つのうち1つで、変わります')
    const segments = [...(picture?.querySelectorAll('.strip span') ?? [])].map(({ className }) => className)
    expect(segments).toEqual(['changing', 'lawful'])
    const legend = [...(picture?.querySelectorAll('.legend li') ?? [])].map(({ textContent }) => textContent)
    expect(legend).toEqual([`1つ ${becomes}`, `1つ ${d.stays(messagesOf.ja.status.kinds.lawful)}`])
  },
)

test('without a change there is no picture, but the words', async () => {
  const kept = effect({ to: 'unchanged', why: 'already' })
  const page = await show(deciding({ preview: { effects: [kept] } as Deciding['preview'] }))
  expect(page.querySelector('.strip')).toBeNull()
  expect(page.textContent).toContain(d.nothingChanges)
})

test('one can go back, or decide later, until a passkey is asked for', async () => {
  const page = await show(deciding({}))
  expect(page.querySelector('.back')?.getAttribute('href')).toBe('/choose')
  await tapText(page, d.later)
  expect([location.pathname, lastDraft()]).toEqual(['/status', null])
  const asking = await show(deciding({ phase: 'asking' }))
  expect([...asking.querySelectorAll('a')].map(({ textContent }) => textContent)).not.toContain(d.later)
})

test('the passkey is asked inside the tap', async () => {
  const state = deciding({})
  const page = await show(state)
  const button = [...page.querySelectorAll('button')].find((one) => one.textContent === d.submit)
  button?.click()
  expect(state.start).toHaveBeenCalledOnce()
})

test('while it prepares, asks and sends, it shows words and no button', async () => {
  for (const phase of ['preparing', 'asking', 'sending'] as const) {
    const page = await show(deciding({ phase }))
    expect(page.querySelector('[role=status]')?.textContent).toBe(messagesOf.ja.identity[phase])
    expect(page.querySelector('.buttons button')).toBeNull()
  }
})

describe('without network', () => {
  test('a decision that the device could not store is not called stored', async () => {
    const state = deciding({ phase: 'unsent', failure: { code: 'offline' }, durable: false })
    const page = await show(state)
    expect(page.textContent).toContain(d.doubtNotKept)
    expect(page.textContent).not.toContain(d.doubtKept)
  })

  test('the decision can be stored, and storing is not called sending', async () => {
    const state = deciding({ phase: 'offline', failure: { code: 'offline' } })
    const page = await show(state)
    expect(page.textContent).toContain(d.offlineText)
    await tapText(page, d.keep)
    expect(state.keepForLater).toHaveBeenCalledOnce()
  })

  test.each([
    ['full', messagesOf.ja.shell.fullStorage],
    ['ok', messagesOf.ja.shell.noStorage],
  ] as const)('a device that is %s and does not store it says why', async (storage, words) => {
    storageState.set(storage)
    const keepForLater = vi.fn(() => Promise.reject(new Error('not kept')))
    const page = await show(deciding({ phase: 'offline', keepForLater }))
    await tapText(page, d.keep)
    expect(page.querySelector('[role=alert]')?.textContent).toBe(words)
  })

  test('a device that stores nothing does not offer to store it', async () => {
    storageState.set('unavailable')
    const page = await show(deciding({ phase: 'offline' }))
    expect(page.textContent).toContain(messagesOf.ja.shell.noStorage)
    expect(page.textContent).not.toContain(d.offlineText)
    expect([...page.querySelectorAll('button')].map((one) => one.textContent)).not.toContain(d.keep)
  })

  test('a stored decision is called 未送信, never received', async () => {
    const page = await show(deciding({ phase: 'unsent' }))
    expect(page.querySelector('h1')?.textContent).toBe(d.unsentTitle)
    expect(page.querySelector('.chip')?.textContent).toBe('未送信')
    expect(page.textContent).not.toContain('受付済み')
  })

  test('nor is a decision sent without an answer called received', async () => {
    const state = deciding({ phase: 'unsent', failure: { code: 'offline' } })
    const page = await show(state)
    expect(page.querySelector('h1')?.textContent).toBe(d.doubtTitle)
    expect(page.textContent).toContain(d.doubtKept)
    await tapText(page, d.resend)
    expect(state.start).toHaveBeenCalledOnce()
  })
})

test('a passkey that fails gets neutral words, another try and another way', async () => {
  const page = await show(deciding({ phase: 'failed', failure: { code: 'cancelled' } }))
  expect(page.querySelector('[role=alert] h2')?.textContent).toBe('確認できませんでした')
  expect(page.querySelector('[role=alert] a[href="/proofing"]')).not.toBeNull()
  expect(document.title).toMatch(/^エラー: /)
})

test('once recorded, the receipt replaces this page and the draft is gone', async () => {
  const answer = { decision: { id: 'x1' }, receipt: { number: 'R-1', jws: '' } } as DecisionAnswer
  const length = history.length
  await show(deciding({ phase: 'recorded', answer }))
  expect(location.pathname).toBe('/done/x1')
  expect(history.length).toBe(length)
  expect(lastDraft()).toBeNull()
})

describe('what has already left', () => {
  const preview = (effects: Effect[]) =>
    ({ effects, decision: {}, nonce: '', options: {} }) as unknown as Deciding['preview']
  const both = preview([effect({}), effect({ database: 'b', to: 'unchanged', why: 'not-by-law' })])

  test('is told with the day by which it has to be erased, or was', async () => {
    reported(
      used('a', project({ id: '1', erase_by: '2027-06-30' }), project({ id: '2', erased_on: '2026-11-02' })),
      used('b', project({ id: '3', environment: null })),
    )
    const text = (await show(deciding({ preview: both }))).textContent
    expect(text).toContain('写しが渡されています。令和9年（2027年）6月30日までに消す決まりです。')
    expect(text).toContain('渡された写しは、令和8年（2026年）11月2日に消したと報告されています。')
    expect(text).toContain(u.untold)
    expect(text).not.toContain(u.leftNone)
  })

  test('is nothing that stayed inside a database, or that the decision is not about', async () => {
    reported(used('a', project({ environment: 'visiting' })), used('b', project({ id: '4' })))
    const about = preview([effect({}), effect({ database: 'b', to: 'unchanged', why: 'out-of-scope' })])
    expect((await show(deciding({ preview: about }))).textContent).toContain(u.leftNone)
  })

  test('is said to be not loaded where it is, and the decision can still be sent', async () => {
    vi.mocked(useAllUsage).mockReturnValue({
      ...{ status: 'failed', failure: { code: 'unavailable' } },
      refresh: vi.fn(),
    })
    const text = (await show(deciding({ preview: both }))).textContent
    expect(text).toContain(messagesOf.ja.part.notLoaded)
    expect(text).toContain(d.submit)
    expect(text).not.toContain(u.leftNone)
  })
})
