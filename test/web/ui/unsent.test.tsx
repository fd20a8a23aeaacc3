// @vitest-environment happy-dom
import { beforeEach, expect, test, vi } from 'vitest'
import { discard, type OutboxItem, useOutbox } from '../../../web/data/device/outbox.ts'
import { isSafe } from '../../../web/data/patient/session.ts'
import { UnsentDecisions } from '../../../web/features/databases/UnsentDecisions.tsx'
import { type Language, languages } from '../../../web/text/language.ts'
import { withoutRuby } from '../../../web/text/ruby.ts'
import { messagesOf } from '../../support/words.ts'
import { render, tapText } from './support/render.tsx'

vi.mock('../../../web/data/device/outbox.ts')
vi.mock('../../../web/data/patient/session.ts')

const { outbox: d, decisions } = messagesOf.ja
const item = (state: OutboxItem['state']): OutboxItem => ({
  id: state,
  draft: { choice: 'stop', scope: { all: true }, words: '止める\nほか', locale: 'ja' },
  kept_at: '2026-11-24T10:00:00Z',
  state,
  durable: true,
})

beforeEach(() => {
  vi.mocked(useOutbox).mockReturnValue(null)
  vi.mocked(isSafe).mockReturnValue(false)
})

test('an unsent decision is said to have reached nobody, and can be deleted', async () => {
  vi.mocked(useOutbox).mockReturnValue([item('unsent')])
  const page = await render(<UnsentDecisions />)
  expect(page.textContent).toContain(d.text)
  expect(page.textContent).toContain(d.discard)
})

test('one who discards it is told that it is gone and was never sent', async () => {
  vi.mocked(useOutbox).mockReturnValue([item('unsent')])
  vi.mocked(discard).mockImplementation(async () => {
    vi.mocked(useOutbox).mockReturnValue([])
  })
  const page = await render(<UnsentDecisions />)
  await tapText(page, d.discard)
  expect(discard).toHaveBeenCalledExactlyOnceWith('unsent')
  expect(page.textContent).toBe(d.discardedTitle + d.discardedText)
  expect(document.activeElement?.textContent).toContain(d.discardedTitle)
})

test('a signed decision without an answer is said to be neither sent nor not sent, and cannot be deleted', async () => {
  vi.mocked(useOutbox).mockReturnValue([item('signed')])
  const page = await render(<UnsentDecisions />)
  expect(page.querySelector('.chip')).toBeNull()
  expect(page.querySelector('h2')?.textContent).toBe(decisions.doubtTitle)
  expect(page.textContent).not.toContain(d.unsent)
  expect(page.textContent).toContain(decisions.doubtText)
  expect(page.textContent).not.toContain(d.text)
  expect(page.textContent).not.toContain(d.discard)
})

test('in safe mode it is said that leaving at once deletes it, and else nothing of that', async () => {
  for (const state of ['unsent', 'signed'] as const) {
    vi.mocked(useOutbox).mockReturnValue([item(state)])
    vi.mocked(isSafe).mockReturnValue(false)
    expect((await render(<UnsentDecisions />)).textContent).not.toContain(d.exitDeletes)
    vi.mocked(isSafe).mockReturnValue(true)
    expect((await render(<UnsentDecisions />)).textContent).toContain(d.exitDeletes)
  }
})

test.each([
  ['signed', decisions.doubtNotKept],
  ['unsent', d.pageOnly],
] as const)(
  'one that only the page holds is not said to be kept on the device (%s)',
  async (state, words) => {
    vi.mocked(useOutbox).mockReturnValue([{ ...item(state), durable: false }])
    const { textContent } = await render(<UnsentDecisions />)
    expect(textContent).toContain(words)
    expect(textContent).not.toContain(d.kept(''))
  },
)

/** Words that say that a decision has left the device. */
const SENT: Record<Language, RegExp> = {
  ja: /送りました|もう一度/,
  'ja-easy': /送りました|もう一度/,
  en: /was sent|again/,
}

test.each(languages)('nobody claims to know that it was sent (%s)', (language) => {
  const { doubtTitle, doubtText, doubtKept } = messagesOf[language].decisions
  for (const text of [doubtTitle, doubtText, doubtKept]) expect(withoutRuby(text)).not.toMatch(SENT[language])
})
