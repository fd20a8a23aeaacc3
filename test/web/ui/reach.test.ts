import { describe, expect, test } from 'vitest'
import type { LinkageView } from '../../../api/contract/patient.ts'
import { type Decided, reachOf } from '../../../web/features/done/reach.ts'
import { sentencesOf } from '../../../web/features/done/sentences.ts'
import { languages } from '../../../web/text/language.ts'
import { withoutRuby } from '../../../web/text/ruby.ts'
import { wordsOf } from '../../support/words.ts'
import { database, linkage, progress } from './support/fixtures.ts'

// 令和8年11月24日 午前10時, in Japan.
const NOW = new Date('2026-11-24T01:00:00Z')
const NAMES: Record<string, string> = { a: '甲', b: '乙', c: '丙' }

const decided = (change: Partial<Decided> = {}): Decided => ({
  choice: 'stop',
  scope: { all: true },
  databases: ['a', 'b', 'c'],
  ...change,
})
const open = linkage({ state: 'stopped', progress: progress({ due_at: '2026-11-25T13:50:00Z' }) })
const done = linkage({ state: 'stopped', progress: progress({ applied_at: '2026-11-24T00:59:00Z' }) })
const late = linkage({ state: 'stopped', progress: progress({ due_at: '2026-11-24T00:30:00Z', late: true }) })
const born = linkage({ state: 'stopped', progress: null })
const of = (linkages: Record<string, LinkageView[]>) =>
  ['a', 'b', 'c', 'd'].map((id) => database({ id, linkages: linkages[id] ?? [] }))

const said = (
  linkages: Record<string, LinkageView[]>,
  change: Partial<Decided> = {},
  newer: Parameters<typeof reachOf>[1] = [],
  language: (typeof languages)[number] = 'ja',
) => {
  const { messages: t, format } = wordsOf[language]
  const of_ = decided(change)
  const nameOf = (id: string) => NAMES[id] ?? id
  return sentencesOf(of_.choice, reachOf(of_, newer, of(linkages)), { t, format, nameOf, now: NOW })
    .map(withoutRuby)
    .join('')
}

describe('what P8 says of a stop', () => {
  test('counts what has stopped, and names the rest with the day by which they must', () => {
    expect(said({ a: [done], b: [done], c: [open] })).toBe(
      `3つのうち2つで、利用が止まりました。残りの1つ、「丙」は、あす${time('22:50')}までに止める決まりです。`,
    )
    expect(said({ a: [done], b: [done], c: [open] }, {}, [], 'en')).toBe(
      '2 of 3 have stopped using your records.Still to stop, by tomorrow at 10:50 pm: “丙”.',
    )
  })

  test('claims nothing before a holder has reported it', () => {
    const text = said({ a: [open], b: [open] })
    expect(text).toBe(
      `2つのデータベースで、利用を止める手続きをしています。「甲」、「乙」は、あす${time('22:50')}までに止める決まりです。`,
    )
    expect(text).not.toContain('止まりました')
    const today = linkage({ state: 'stopped', progress: progress({ due_at: '2026-11-24T13:50:00Z' }) })
    expect(said({ a: [today] })).toContain(`「甲」は、きょう${time('22:50')}までに`)
  })

  test('says when all have stopped, by name', () => {
    expect(said({ a: [done], b: [done] })).toBe('2つすべてで、利用が止まりました。「甲」、「乙」です。')
    expect(said({ b: [done] })).toBe('「乙」で、利用が止まりました。')
  })

  test('says who is late, and that the decision still counts', () => {
    const text = said({ a: [done], b: [late] })
    expect(text).toContain('2つのうち1つで、利用が止まりました。')
    expect(text).toMatch(
      /「乙」からは、期限（.*）を過ぎても、止めたという報告がありません。届け出は有効です。/,
    )
    expect(text).not.toContain('決まり')
  })

  test('waits for every purpose of a database, and for the last of their days', () => {
    const later = linkage({
      purpose: 'industry',
      state: 'stopped',
      progress: progress({ due_at: '2026-11-26T13:50:00Z' }),
    })
    const text = said({ a: [done, { ...open, purpose: 'policy' }, later] })
    expect(text).toContain('「甲」で、利用を止める手続きをしています。')
    expect(text).toContain('11月26日')
  })

  test('leaves out purposes and databases that it does not cover', () => {
    const scope = { database: 'a', purpose: 'research' } as const
    const other = linkage({ purpose: 'industry', state: 'usable' })
    expect(said({ a: [done, other], b: [open] }, { scope, databases: ['a'] })).toBe(
      '「甲」で、利用が止まりました。',
    )
  })

  test('repeats what a holder reported instead, and does not count it as stopped', () => {
    const at = '2026-11-24T00:59:00Z'
    const missing = { ...done, outcome: { code: 'not-found', at } } as const
    const partly = {
      ...done,
      outcome: { code: 'partly', reason: 'approved-before', until: '2027-03-31', at },
    } as const
    expect(said({ a: [done], b: [missing], c: [partly] })).toBe(
      '3つのうち1つで、利用が止まりました。「乙」の報告：記録が見つかりませんでした。' +
        '「丙」の報告：一部は止められません（届け出の前に承認された利用のため、令和9年（2027年）3月31日まで）。',
    )
    expect(said({ b: [missing] })).toBe('「乙」の報告：記録が見つかりませんでした。')
    expect(said({ a: [done, { ...missing, purpose: 'policy' }], c: [open] })).not.toContain('止まりました')
  })

  test('says that nobody had to be told', () => {
    expect(said({})).toBe(wordsOf.ja.messages.decisions.reachNone)
    expect(said({ d: [linkage()] })).toBe(wordsOf.ja.messages.decisions.reachNone)
  })

  test('does not count what was linked only after the stop as reported', () => {
    expect(said({ a: [done], b: [born] })).toBe(
      '「甲」で、利用が止まりました。「乙」には、連結の知らせを受けた時に、停止を伝えてあります。',
    )
    expect(said({ b: [born] })).not.toContain('止まりました')
  })
})

describe('what P8 says of an allow', () => {
  const allow = { choice: 'allow' } as const
  const told = linkage({ progress: progress({ due_at: '2026-11-25T13:50:00Z' }) })
  const taken = linkage({ progress: progress({ applied_at: '2026-11-24T00:59:00Z' }) })

  test('never speaks of stopping as what has happened', () => {
    expect(said({ a: [taken], b: [told] }, allow)).toBe(
      `2つのうち1つに、反映されました。残りの1つ、「乙」は、あす${time('22:50')}までに反映する決まりです。`,
    )
  })

  test('says of what was never stopped that nothing changes', () => {
    expect(said({ a: [linkage()], b: [linkage()] }, allow)).toBe(
      '「甲」、「乙」は、利用が止まっていなかったので、変わりません。',
    )
  })
})

describe('a decision that a newer one has replaced', () => {
  test('does not claim the progress of the newer one', () => {
    const newer = [{ scope: { database: 'a' } }]
    expect(said({ a: [done], b: [open] }, {}, newer)).toBe(
      `「乙」で、利用を止める手続きをしています。「乙」は、あす${time('22:50')}までに止める決まりです。一部は、新しい届け出に替わりました。`,
    )
    expect(said({ a: [done] }, {}, newer)).toBe(wordsOf.ja.messages.reach.replaced)
  })

  test('is seen by the state of a linkage, too', () => {
    expect(said({ a: [linkage()] })).toBe(wordsOf.ja.messages.reach.replaced)
    expect(said({ a: [done] }, { choice: 'allow' })).toBe(wordsOf.ja.messages.reach.replaced)
  })
})

test.each(languages)('every case has whole sentences (%s)', (language) => {
  for (const choice of ['stop', 'allow'] as const)
    for (const linkages of [{ a: [open] }, { a: [done], b: [open], c: [late] }, { a: [born] }, {}]) {
      const text = said(linkages, { choice }, [], language)
      expect(text).toMatch(/[。.]$/)
      expect(text).not.toMatch(/undefined|null|NaN/)
    }
})

function time(of: string): string {
  return wordsOf.ja.format.time(`2026-11-24T${of}:00+09:00`)
}
