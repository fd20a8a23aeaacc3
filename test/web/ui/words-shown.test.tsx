// @vitest-environment happy-dom
import { act } from 'react'
import { expect, test, vi } from 'vitest'
import type { ReceiptPayload } from '../../../api/contract/patient.ts'
import { intentOf } from '../../../web/data/decision/check.ts'
import { shownWords } from '../../../web/features/receipts/shown-words.ts'
import { WordsShown } from '../../../web/features/receipts/WordsShown.tsx'
import { decisionWords } from '../../../web/text/decision-words.ts'
import { catalogueText, languages } from '../../../web/text/language.ts'
import { messagesOf, wordsOf } from '../../support/words.ts'
import { database } from './support/fixtures.ts'
import { render } from './support/render.tsx'

const databases = [database()]
const scope = { database: 'demo-registry', purpose: 'research' } as const

/** Returns what a decision made in a language carries. */
async function decidedIn(locale: (typeof languages)[number], name = databases[0]?.name) {
  const words = decisionWords(wordsOf[locale].messages, { choice: 'stop', scope }, () =>
    name ? catalogueText(locale, name) : '',
  )
  const { text } = await intentOf({ choice: 'stop', scope, words, locale })
  return { decided: { choice: 'stop', scope, text } as const, words }
}

test.each(languages)('words shown in %s are found by the signed hash', async (language) => {
  const { decided, words } = await decidedIn(language)
  expect(await shownWords(decided, databases)).toEqual({ language, lines: words.split('\n') })
})

test('words that this version no longer has are not replaced by similar ones', async () => {
  const { decided } = await decidedIn('ja', { ja: '前の名前', en: 'Former name' })
  expect(await shownWords(decided, databases)).toBe('unknown')
  expect(await shownWords({ ...decided, choice: 'allow' }, databases)).toBe('unknown')

  const page = await render(<WordsShown payload={decided as ReceiptPayload} databases={databases} />)
  await vi.waitFor(async () => {
    await act(async () => {})
    expect(page.textContent).toContain(messagesOf.ja.receipts.wordsUnknown)
  })
  expect(page.textContent).toContain(decided.text)
})
