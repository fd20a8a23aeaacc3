// @vitest-environment happy-dom
import { beforeEach, describe, expect, test, vi } from 'vitest'
import { CaseAnswerCode } from '../../../api/contract/cases.ts'
import { type RecordEntry, RecordKind } from '../../../api/contract/record.ts'
import { useDatabases } from '../../../web/data/patient/databases.ts'
import { useNewestEntries } from '../../../web/data/patient/record.ts'
import { Entry } from '../../../web/features/record/Entry.tsx'
import { Events } from '../../../web/features/record/Events.tsx'
import { entryWords } from '../../../web/features/record/entry-words.ts'
import { FILTERS } from '../../../web/features/record/filters.ts'
import { eventsOf } from '../../../web/features/record/happened.ts'
import { languages } from '../../../web/text/language.ts'
import { wordsOf } from '../../support/words.ts'
import { database } from './support/fixtures.ts'
import { heard, render } from './support/render.tsx'

vi.mock('../../../web/data/patient/databases.ts')
vi.mock('../../../web/data/patient/record.ts')

const decision = { id: 'one', choice: 'stop', scope: { all: true }, receipt_number: 'R-1' } as const
const project = { id: 'p', title: '糖尿病の研究', organisation: '模擬大学' }
const a = { database: 'a', purpose: 'research' } as const
const b = { database: 'b', purpose: 'research' } as const
const holder = 'holder' as const
const at = (time: string) => `2026-11-24T${time}Z`

/** Newest first, as the api tells it. */
const RECORD: RecordEntry[] = [
  {
    id: '9',
    at: at('01:03:00'),
    kind: 'used',
    by: holder,
    ...a,
    project,
    from: '2026-10-01',
    to: '2026-10-31',
    class: 'before',
  },
  { id: '8', at: at('01:02:30'), kind: 'outcome', by: holder, ...b, outcome: { code: 'not-found' } },
  { id: '7', at: at('01:02:10'), kind: 'outcome', by: holder, ...a, outcome: { code: 'applied' } },
  { id: '6', at: at('01:02:05'), kind: 'applied', by: holder, ...b, change: 'stop' },
  { id: '5', at: at('01:02:00'), kind: 'applied', by: holder, ...a, change: 'stop' },
  { id: '4', at: at('01:01:20'), kind: 'received', by: holder, ...b, change: 'stop' },
  { id: '3', at: at('01:01:00'), kind: 'received', by: holder, ...a, change: 'stop' },
  { id: '2', at: at('01:00:30'), kind: 'told', by: 'erabu', ...a, change: 'stop' },
  { id: '1', at: at('01:00:00'), kind: 'decided', by: 'me', device: 'personal', decision },
  { id: '0', at: at('00:00:00'), kind: 'signed-in', by: 'me', device: 'personal' },
]
const databases = [
  database({ id: 'a', name: { ja: '甲', en: 'A' } }),
  database({ id: 'b', name: { ja: '乙', en: 'B' } }),
]

beforeEach(() => {
  vi.mocked(useDatabases).mockReturnValue({
    status: 'ready',
    value: {
      databases,
      standing: null,
      standing_purposes: [],
      publishing: { stop_within_s: 1, allow_within_s: 1 },
      restored_at: null,
    },
    asOf: new Date(),
    from: 'server',
  })
  vi.mocked(useNewestEntries).mockReturnValue(RECORD)
})

describe('the newest events', () => {
  test('are told together where several databases did the same, and a stop only where nothing else was reported', () => {
    expect(eventsOf(RECORD).map(({ entry, databases: ids }) => [entry.kind, ids])).toEqual([
      ['used', ['a']],
      ['outcome', ['b']],
      ['applied', ['a']],
      ['received', ['b', 'a']],
      ['decided', []],
    ])
  })

  test('are not told together when more than a minute lies between them', () => {
    const later = { ...RECORD[5], id: 'x', at: at('01:03:00') } as RecordEntry
    expect(eventsOf([later, RECORD[6] as RecordEntry])).toHaveLength(2)
  })

  test('are shown in words, with a use as its holder reported it', async () => {
    const page = await render(<Events />)
    const lines = [...page.querySelectorAll('li')].map(heard)
    expect(lines).toHaveLength(5)
    expect(lines[0]).toContain('甲の記録が、次のことに使われました')
    expect(lines[0]).toContain('「糖尿病の研究」（模擬大学）')
    expect(lines[1]).toContain('乙の報告：記録が見つかりませんでした')
    expect(lines[2]).toContain('利用を止めました：甲')
    expect(lines[3]).toContain('届け出を受け取りました：乙・甲')
    expect(lines[4]).toContain('届け出ました：すべてのデータベースについて')
  })

  test('are nothing while they are not known', async () => {
    vi.mocked(useNewestEntries).mockReturnValue(null)
    expect((await render(<Events />)).textContent).toBe('')
  })
})

test('the whole record tells each purpose apart', async () => {
  const [, outcome, , applied] = RECORD
  for (const entry of [outcome, applied] as RecordEntry[]) {
    const event = { entry, databases: ['b'] }
    const page = await render(<Entry event={event} databases={databases} isApart />)
    expect(page.textContent).toContain('大学・公的機関の研究')
    const newest = await render(<Entry event={event} databases={databases} />)
    expect(newest.textContent).not.toContain('大学・公的機関の研究')
  }
})

test('every kind of entry has words in every language, and is in one filter besides all', () => {
  const others = Object.entries(FILTERS).filter(([name]) => name !== 'all')
  for (const kind of RecordKind.options) {
    expect(FILTERS.all).toContain(kind)
    expect(others.filter(([, kinds]) => kinds.includes(kind))).toHaveLength(1)
    const entry: RecordEntry = {
      ...{ id: kind, at: at('01:00:00'), kind, by: 'erabu', ...a, device: 'shared', decision, project },
      outcome: { code: 'cannot', reason: 'law' },
      case: { number: 'C-1', due_on: '2026-12-08', answer: 'asked-holder' },
    }
    const said = languages.map((language) => {
      const { messages: t, format } = wordsOf[language]
      return entryWords(entry, '甲', { t, format, nameOf: (id) => id })
    })
    expect(new Set(said).size).toBe(languages.length)
    expect(said).not.toContain('')
  }
})

test('a stop that a desk recorded is told as what the staff did by a signed form, never as the deed of the person', () => {
  const entry: RecordEntry = { id: 'd', at: at('01:00:00'), kind: 'decided', by: 'desk', decision }
  for (const language of languages) {
    const { messages: t, format } = wordsOf[language]
    const told = entryWords(entry, '', { t, format, nameOf: (id) => id })
    expect(told).toMatch(/窓口の係が、署名した用紙|窓口《まどぐち》の人《ひと》が、紙《かみ》|signed form/)
    expect(told).toContain(t.decisions.stopStatement(t.decisions.everything))
    expect(told).not.toBe(entryWords({ ...entry, by: 'me' }, '', { t, format, nameOf: (id) => id }))
  }
})

test('a case that the person opened is told as a question, not as a use after the stop', () => {
  const { messages: t, format } = wordsOf.ja
  const entry = { id: 'c', at: at('01:00:00'), kind: 'case-opened', ...a } as const
  const told = (by: 'me' | 'erabu') =>
    entryWords({ ...entry, by, case: { number: 'C-1', due_on: '2026-12-08' } }, '甲', {
      t,
      format,
      nameOf: (id) => id,
    })
  expect(told('me')).toContain('運営に問い合わせました（番号 C-1')
  expect(told('me')).not.toContain('停止のあと')
  expect(told('erabu')).toContain('停止のあとの利用が見つかりました')
})

test('each answer to a case has its own words in every language', () => {
  for (const language of languages) {
    const { caseAnswers } = wordsOf[language].messages.record
    expect(new Set(CaseAnswerCode.options.map((code) => caseAnswers[code])).size).toBe(5)
  }
})
