import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { launchBrowser } from '../../mocks/demo/browser.ts'
import { languages } from '../../web/text/language.ts'
import { withoutRuby } from '../../web/text/ruby.ts'
import { NOBODY } from '../gallery/answers.ts'
import { openAnsweredPhone } from '../gallery/screens.ts'
import { CATALOGUE } from '../support/catalogue.ts'
import { readPdf } from '../support/pdf-text.ts'
import { messagesOf } from '../support/words.ts'

let browser: Browser
let phone: Awaited<ReturnType<typeof openAnsweredPhone>>

beforeAll(async () => {
  browser = await launchBrowser({ headless: true })
  phone = await openAnsweredPhone(browser)
})
afterAll(() => browser?.close())

/** As in a PDF: some glyphs come back as another form of the character, and without spaces. */
const drawn = (text: string) => withoutRuby(text).normalize('NFKC').replaceAll(/\s/g, '')

const LETTERS = CATALOGUE.flatMap((database) => database.doors.map((_, at) => ({ ...database, at })))

test('there is a letter for each database that can be stopped at a hospital', () => {
  expect(LETTERS.map(({ id }) => id)).toEqual(['midnet', 'ncd', 'ldi', 'j-mimo', 'fast-hdj'])
})

describe.each(LETTERS)('the letter about $id', ({ id, at, facts }) => {
  test.each(languages)('is one page A4, with what it rests on and no number (%s)', async (language) => {
    const { page, speak } = await phone.show({
      name: id,
      path: `/databases/${id}/letter?door=${at}`,
      answers: NOBODY,
      says: ({ letter: l }) => [l.title, l.print],
    })
    await speak(language)
    const { pages, widthMm, text } = readPdf(
      await page.pdf({ preferCSSPageSize: true, printBackground: false }),
    )
    expect([pages, Math.round(widthMm)]).toEqual([1, 210])
    // Words with readings are drawn apart from these, so Japanese is compared where there are none.
    if (language !== 'ja-easy') {
      const { letter: l } = messagesOf[language]
      for (const words of [l.paperTitle, l.day, l.name, l.signature, l.bring, l.noAnswer, l.notSent])
        expect(text).toContain(drawn(words))
      expect(text).toContain(drawn(facts.opt_out.text[language]))
    }
    expect(text).not.toContain(drawn(messagesOf[language].letter.lead))
    // No barcode, no receipt: nothing on it belongs to a person.
    expect(text).not.toMatch(/\d{6,}/)
  })
})

test('another page prints itself again after a letter was open', async () => {
  const { page } = await phone.show({
    name: 'letter',
    path: '/databases/ldi/letter',
    answers: NOBODY,
    says: ({ letter: l }) => [l.title, l.print],
  })
  await page.evaluate(() => history.pushState(null, '', '/help'))
  await page.getByRole('heading', { name: messagesOf.ja.help.title }).waitFor()
  expect(await page.locator('body > .paper').count()).toBe(0)
  const { text } = readPdf(await page.pdf({ preferCSSPageSize: true }))
  expect(text).toContain(drawn(messagesOf.ja.help.title))
})
