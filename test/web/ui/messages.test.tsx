// @vitest-environment happy-dom
import { beforeEach, describe, expect, test, vi } from 'vitest'
import { type Message, MessageKind } from '../../../api/contract/messages.ts'
import { APP_PAGES } from '../../../api/contract/pages.ts'
import { useDatabases } from '../../../web/data/patient/databases.ts'
import { useMarkShown, useMessages, useUnread } from '../../../web/data/patient/messages.ts'
import { MyMessages } from '../../../web/features/messages/Messages.tsx'
import { messageWords } from '../../../web/features/messages/message-words.ts'
import { Unread } from '../../../web/features/messages/Unread.tsx'
import { languages } from '../../../web/text/language.ts'
import { wordsOf } from '../../support/words.ts'
import { database } from './support/fixtures.ts'
import { heard, render } from './support/render.tsx'

vi.mock('../../../web/data/patient/databases.ts')
vi.mock('../../../web/data/patient/messages.ts')

const number = 'C-7K3M-Q2XD'
const AT = '2026-11-24T01:00:00Z'
const message = (kind: MessageKind, change: Partial<Message> = {}): Message => ({
  id: kind,
  at: AT,
  kind,
  read_at: AT,
  database: 'a',
  databases: ['a'],
  purpose: 'research',
  decision: 'one',
  project: { id: 'p', title: '糖尿病の研究', organisation: '模擬大学' },
  from: '2026-10-01',
  to: '2026-10-31',
  class: 'before',
  case: { number, due_on: '2026-12-08' },
  usable_from: '2026-12-24',
  ...change,
})
const said = (one: Message, language: (typeof languages)[number] = 'ja', today = '2026-11-24') => {
  const { messages: t, format } = wordsOf[language]
  return messageWords(one, { t, format, nameOf: (id) => `〈${id}〉`, today })
}

const listed = (...messages: Message[]) =>
  vi.mocked(useMessages).mockReturnValue({
    messages: {
      status: 'ready',
      value: { messages, unread: messages.filter(({ read_at }) => read_at === null).length },
      asOf: new Date(AT),
      from: 'server',
    },
    refresh: () => {},
  })

beforeEach(() => {
  vi.mocked(useMarkShown).mockReset()
  vi.mocked(useDatabases).mockReturnValue({
    status: 'ready',
    value: {
      databases: [database({ id: 'a', name: { ja: '甲', en: 'A' } })],
      standing: null,
      standing_purposes: [],
      publishing: { stop_within_s: 1, allow_within_s: 1 },
      restored_at: null,
    },
    asOf: new Date(),
    from: 'server',
  })
})

test('every kind has words of its own in every language, and leads to a page', () => {
  const pages = APP_PAGES.map((page) => new RegExp(`^${page.replaceAll(/:\w+/g, '[^/]+')}$`))
  for (const language of languages) {
    const all = MessageKind.options.map((kind) => said(message(kind), language))
    expect(new Set(all.map(({ title }) => title)).size).toBe(MessageKind.options.length)
    for (const { title, text, to, link } of all) {
      expect(`${title}${text ?? ''}${link}`).not.toMatch(/undefined|〈〉|（）|\(\)/)
      expect(
        pages.some((page) => page.test(to)),
        to,
      ).toBe(true)
    }
  }
  const titles = MessageKind.options.map((kind) => languages.map((one) => said(message(kind), one).title))
  for (const [ja, easy, en] of titles) expect(new Set([ja, easy, en]).size).toBe(3)
})

describe('a message', () => {
  test('of another report than a stop never says that use has stopped', () => {
    const { title, text, to } = said(message('reported', { databases: ['a'] }))
    expect(`${title}${text}`).not.toMatch(/止まりました|止めました(?!」)/)
    expect(text).toContain('〈a〉')
    expect(to).toBe('/databases/a')
    expect(said(message('reported', { databases: ['a', 'b'] })).to).toBe('/status')
  })

  test('of a use after a stop says how far the operator has come, and promises no day that has passed', () => {
    const of = (about: Message['case'], today?: string) => {
      const { case: _, ...rest } = message('used-after-stop')
      return said(about ? { ...rest, case: about } : rest, 'ja', today).text
    }
    const open = { number, due_on: '2026-12-08' }
    expect(of(undefined)).toBe('運営が調べることになっています。')
    for (const today of ['2026-11-24', '2026-12-08'])
      expect(of(open, today)).toMatch(/12月8日までにお返事することになっています。.*C-7K3M-Q2XD/)
    expect(of(open, '2026-12-09')).toMatch(/期限（.*12月8日）を過ぎましたが、運営はまだ回答していません/)
    expect(of(open, '2026-12-09')).not.toMatch(/までにお返事/)
    expect(of({ ...open, answer: 'stopped' }, '2026-12-09')).toMatch(/運営の回答.*C-7K3M-Q2XD/)
  })

  test('of what opens says what may not be used yet, and afterwards no longer', () => {
    expect(said(message('opens'), 'ja', '2026-12-23').text).toMatch(
      /12月24日になるまで、だれの記録も使えません/,
    )
    expect(said(message('opens'), 'ja', '2026-12-24').text).not.toMatch(/使えません/)
  })

  test('of a stop whose decision nobody knows leads to the current state', () => {
    const { decision: _, ...rest } = message('stopped')
    expect([said(rest).to, said(message('stopped')).to]).toEqual(['/status', '/done/one'])
  })
})

describe('お知らせ', () => {
  test('says in words which messages are new, and marks what it shows', async () => {
    const messages = [message('linked', { read_at: null }), message('used')]
    listed(...messages)
    const page = await render(<MyMessages />)
    const items = [...page.querySelectorAll('ol > li')].map(heard)
    expect(items).toHaveLength(2)
    expect(items[0]).toContain('新着')
    expect(items[0]).toContain('甲が、あなたの記録を持ったと知らせてきました')
    expect(items[1]).not.toContain('新着')
    expect(items[1]).toContain('「糖尿病の研究」（模擬大学）')
    expect(vi.mocked(useMarkShown).mock.lastCall?.[0]).toEqual(messages)
  })

  test('says that there are none, and where older things are', async () => {
    listed()
    const page = await render(<MyMessages />)
    expect(page.querySelector('[role=status]')?.textContent).toBe('お知らせは、まだありません。')
    expect(page.querySelector('a[href="/record"]')).not.toBe(null)
  })

  test('marks nothing while the names of databases are on their way, because nothing is shown', async () => {
    vi.mocked(useDatabases).mockReturnValue({ status: 'loading' })
    listed(message('linked', { read_at: null }))
    const page = await render(<MyMessages />)
    expect(page.querySelector('ol')).toBe(null)
    expect(useMarkShown).not.toHaveBeenCalled()
  })
})

describe('いまの状態', () => {
  test('says how many messages are new, and leads to them without one as well', async () => {
    vi.mocked(useUnread).mockReturnValue([message('linked'), message('used')])
    const link = (page: HTMLElement) => page.querySelector('a[href="/messages"]')?.textContent
    expect(link(await render(<Unread />))).toBe('新しいお知らせ 2件')
    vi.mocked(useUnread).mockReturnValue([])
    expect(link(await render(<Unread />))).toBe('お知らせを見る')
    vi.mocked(useUnread).mockReturnValue(null)
    expect((await render(<Unread />)).textContent).toBe('')
  })

  test('puts a new use after a stop above everything else, and nothing else', async () => {
    vi.mocked(useUnread).mockReturnValue([message('linked'), message('used-after-stop')])
    expect((await render(<Unread above />)).textContent).toContain('止めたあとに使われた')
    vi.mocked(useUnread).mockReturnValue([message('linked')])
    expect((await render(<Unread above />)).textContent).toBe('')
  })
})
