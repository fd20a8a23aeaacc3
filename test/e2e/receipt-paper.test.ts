import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { launchBrowser } from '../../mocks/demo/browser.ts'
import { markPhrases } from '../../web/phrase-ends.ts'
import { languages } from '../../web/text/language.ts'
import { phrasesOf } from '../../web/text/phrases.ts'
import {
  DECISION,
  databases,
  databasesAnswer,
  decided,
  delivered,
  RECEIPT,
  stopped,
  USUAL,
} from '../gallery/answers.ts'
import { receiptOf } from '../gallery/issuer.ts'
import { openAnsweredPhone } from '../gallery/screens.ts'
import type { ScreenState } from '../gallery/state.ts'
import { needing } from '../support/needing.ts'
import { canReadPaper, codesOn } from '../support/paper.ts'
import { readPdf } from '../support/pdf-text.ts'
import { messagesOf, wordsOf } from '../support/words.ts'

const onPaper = needing('pdftoppm (poppler-utils) or zbarimg (zbar-tools)', canReadPaper)

let browser: Browser
let phone: Awaited<ReturnType<typeof openAnsweredPhone>>

beforeAll(async () => {
  browser = await launchBrowser({ headless: true })
  phone = await openAnsweredPhone(browser)
})
afterAll(() => browser?.close())

const OFFERED: ScreenState[] = [
  {
    name: 'P8',
    path: `/done/${DECISION}`,
    answers: {
      ...USUAL,
      'GET /api/databases': databasesAnswer({ 'demo-registry': [stopped], 'demo-biobank': [delivered] }),
    },
    says: ({ decisions: d, receipts: r }) => [d.doneTitle, r.keep],
  },
  {
    name: 'P9',
    path: `/history/${DECISION}`,
    answers: USUAL,
    says: ({ receipts: r }) => [r.receiptTitle, r.print],
  },
]

/** As in a PDF: some glyphs come back as another form of the character, and without spaces. */
const drawn = (text: string) => text.normalize('NFKC').replaceAll(/\s/g, '')

async function pdfOf(page: Awaited<ReturnType<typeof phone.show>>['page']): Promise<Buffer> {
  await page.locator('.paper svg.qr').waitFor({ state: 'attached' })
  return page.pdf({ preferCSSPageSize: true, printBackground: false })
}

describe.each(OFFERED)('the receipt printed from $name', (state) => {
  onPaper.each(languages)('is one page A4, from which anybody verifies it (%s)', async (language) => {
    const { page, speak } = await phone.show(state)
    await speak(language)
    const pdf = await pdfOf(page)
    const { pages, widthMm, text } = readPdf(pdf)
    expect(pages).toBe(1)
    expect(Math.round(widthMm)).toBe(210)

    const { receipts: r, decisions: d, databases: states } = messagesOf[language]
    // A line with readings is drawn before its readings, and ends where a phrase does.
    for (const words of [
      d.stopStatement(d.everything),
      decided.receipt_number,
      wordsOf.en.format.date(decided.recorded_at).slice(-4),
      d.undoText,
      r.wordsTitle,
      // Those that were signed, in Japanese.
      ...messagesOf.ja.decisions.consequences.map((line) => `✓ ${line}`),
    ])
      for (const part of phrasesOf(markPhrases([words]).join(''))) expect(text).toContain(drawn(part))
    expect(text).not.toMatch(/[○◯]/)
    for (const screen of [states.steps.stopped, messagesOf[language].reach.title])
      expect(text).not.toContain(drawn(screen))

    const [codes] = codesOn(pdf)
    expect(codes).toHaveLength(1)
    const address = new URL(codes?.[0] ?? '')
    expect(address.pathname + address.hash).toBe(`/verify#${RECEIPT}`)
  })
})

onPaper('the code on paper leads to a page that verifies it', async () => {
  const [p9] = OFFERED.slice(1) as [ScreenState]
  const [codes] = codesOn(await pdfOf((await phone.show(p9)).page))
  const { pathname, hash } = new URL(codes?.[0] ?? '')
  await phone.show({
    name: 'verify',
    path: pathname + hash,
    answers: USUAL,
    says: ({ receipts: r }) => [r.verifyTitle, r.valid, r.validNow, decided.receipt_number],
  })
})

onPaper('a receipt for fifty databases is one page with a readable code, too', async () => {
  const many = Array.from({ length: 50 }, (_, at) => `database-number-${at + 10}`)
  const receipt = await receiptOf({ ...decided, databases: many })
  const { page, speak } = await phone.show({
    name: 'many',
    path: `/history/${DECISION}`,
    answers: {
      ...USUAL,
      [`GET /api/decisions/${DECISION}/receipt`]: { text: receipt, type: 'application/jwt' },
    },
    says: ({ receipts: r }) => [r.receiptTitle, r.unnamed],
  })
  await speak('ja-easy')
  const pdf = await pdfOf(page)
  expect(readPdf(pdf).pages).toBe(1)
  expect(codesOn(pdf)).toEqual([[expect.stringContaining(receipt)]])
})

onPaper('a long statement makes no second page', async () => {
  const long = '長い名前のデータベース'.repeat(30)
  const receipt = await receiptOf({ ...decided, scope: { database: 'long' }, databases: ['long'] })
  const one = { ...databases()[0], id: 'long', name: { ja: long, en: long } }
  const { page } = await phone.show({
    name: 'long',
    path: `/history/${DECISION}`,
    answers: {
      ...USUAL,
      'GET /api/databases': {
        json: { databases: [one], standing: null, publishing: null, restored_at: null },
      },
      [`GET /api/decisions/${DECISION}/receipt`]: { text: receipt, type: 'application/jwt' },
    },
    says: ({ receipts: r }) => [r.receiptTitle, long],
  })
  expect(readPdf(await pdfOf(page)).pages).toBe(1)
})

test('the button prints once the code is on the paper', async () => {
  const [p8] = OFFERED as [ScreenState]
  const { page } = await phone.show({ ...p8, act: ({ t, tap }) => tap(t.receipts.keep) })
  await page.evaluate(() => {
    const printed: boolean[] = []
    Object.assign(globalThis, { printed })
    globalThis.print = () => void printed.push(document.querySelector('.paper svg.qr path') !== null)
  })
  await page.getByRole('button', { name: messagesOf.ja.receipts.print }).click()
  await page.waitForFunction(() => (globalThis as unknown as { printed: boolean[] }).printed.length > 0)
  expect(await page.evaluate(() => (globalThis as unknown as { printed: boolean[] }).printed)).toEqual([true])
})

test('another page prints itself, without a blank one', async () => {
  const { page } = await phone.show({
    name: 'history',
    path: '/history',
    answers: USUAL,
    says: ({ receipts: r }) => [r.historyTitle, r.force.whole],
  })
  await page.getByRole('heading', { name: messagesOf.ja.record.newest }).waitFor()
  const { pages, text } = readPdf(await page.pdf({ preferCSSPageSize: true }))
  expect(pages).toBe(1)
  expect(text).toContain(drawn(messagesOf.ja.receipts.historyTitle))
  expect(text).not.toContain(drawn(messagesOf.ja.shell.display))
})
