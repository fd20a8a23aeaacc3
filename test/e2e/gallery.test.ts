import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { launchBrowser } from '../../mocks/demo/browser.ts'
import { languages } from '../../web/text/language.ts'
import { openGallery, STATES } from '../gallery/screens.ts'
import { axeViolations } from '../support/axe.ts'
import { geometryFaults } from '../support/geometry.ts'
import { unmarkedJapanese } from '../support/unmarked.ts'

let browser: Browser
let gallery: Awaited<ReturnType<typeof openGallery>>

beforeAll(async () => {
  browser = await launchBrowser({ headless: true })
  gallery = await openGallery(browser)
})
afterAll(() => browser?.close())

/** Screens that ask something, except P7, where the server's preview is the question. */
const ASKS = /^p[126]-/
/** Limit for Japanese characters before the question. */
const MOST_BEFORE = 400

test.each(STATES)(
  '$name says where one is and what can be done, in every language, to everybody',
  async (state) => {
    await gallery.show(state, async ({ page, speak }) => {
      expect(await axeViolations(page)).toEqual([])
      for (const language of languages) {
        await speak(language)
        expect(await page.evaluate(geometryFaults, undefined)).toEqual([])
        if (language === 'en') expect(await page.evaluate(unmarkedJapanese)).toEqual([])
        if (ASKS.test(state.name) && language !== 'en')
          expect(await page.evaluate(lengthBeforeQuestion)).toBeLessThanOrEqual(MOST_BEFORE)
      }
      expect(await page.title()).toContain('Erabu')
    })
  },
)

/** Counts the characters before the first control, without readings and folded text. Runs in the page. */
function lengthBeforeQuestion(): number {
  const main = document.querySelector('main')
  const question = main?.querySelector('input, button, .button')
  if (!main || !question) return 0
  const range = document.createRange()
  range.setStart(main, 0)
  range.setEndBefore(question)
  const before = range.cloneContents()
  for (const passed of before.querySelectorAll('rt, details')) passed.remove()
  return before.textContent?.replace(/\s+/g, ' ').length ?? 0
}
