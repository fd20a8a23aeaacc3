import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { launchBrowser } from '../../mocks/demo/browser.ts'
import { languages } from '../../web/text/language.ts'
import { KIOSK_STATES, openGallery, STATES } from '../gallery/screens.ts'
import { axeViolations } from '../support/axe.ts'
import { lowHeadings } from '../support/first-screen.ts'
import { geometryFaults } from '../support/geometry.ts'
import { RAW_ID, wordsLike } from '../support/raw-ids.ts'
import { LEAST } from '../support/terminal.ts'
import { unmarkedJapanese } from '../support/unmarked.ts'

let browser: Browser
let gallery: Awaited<ReturnType<typeof openGallery>>

beforeAll(async () => {
  browser = await launchBrowser({ headless: true })
  gallery = await openGallery(browser)
})
afterAll(() => browser?.close())

const DESKTOP = { width: 1280, height: 720 }
/** Screens that ask something, except P7, where the server's preview is the question. */
const ASKS = /^p([126]|17-ask-about)-/
/** Limit for Japanese characters before the question. */
const MOST_BEFORE = 400

test.each(STATES)(
  '$name says where one is and what can be done, in every language, to everybody',
  async (state) => {
    await gallery.show(state, async ({ page, speak, arrive, setText }) => {
      for (const language of languages) {
        await speak(language)
        // Without motion, so that colours do not change while they are looked at.
        await page.emulateMedia({ colorScheme: 'dark', reducedMotion: 'reduce' })
        expect(await axeViolations(page, 'colours'), `${language}, dark`).toEqual([])
        await page.emulateMedia({ colorScheme: 'light', reducedMotion: 'reduce' })
        expect(await axeViolations(page), `${language}, light`).toEqual([])
        expect(await page.evaluate(geometryFaults, undefined)).toEqual([])
        expect(await page.evaluate(wordsLike, RAW_ID)).toEqual([])
        expect(await lowHeadings(page, setText)).toEqual([])
        if (language === 'en') expect(await page.evaluate(unmarkedJapanese)).toEqual([])
        if (ASKS.test(state.name) && language !== 'en')
          expect(await page.evaluate(lengthBeforeQuestion)).toBeLessThanOrEqual(MOST_BEFORE)
      }
      const phone = page.viewportSize()
      await page.setViewportSize(DESKTOP)
      expect(await page.evaluate(geometryFaults, undefined)).toEqual([])
      if (phone) await page.setViewportSize(phone)
      expect(await page.title()).toContain('Erabu')
      // A tap, and an address that names a part of its page, may lead elsewhere.
      if (state.act || state.path.startsWith('/help#')) return
      await arrive('en')
      expect(await page.evaluate(standing)).toEqual({ focus: 'H1', scrollY: 0 })
    })
  },
)

test.each(KIOSK_STATES)('$name says so at a kiosk, in every language, to everybody', async (state) => {
  await gallery.show(state, async ({ page, speak }) => {
    await page.emulateMedia({ reducedMotion: 'reduce' })
    for (const language of languages) {
      await speak(language)
      expect(await axeViolations(page), language).toEqual([])
      expect(await page.evaluate(geometryFaults, LEAST), language).toEqual([])
      expect(await page.evaluate(wordsLike, RAW_ID)).toEqual([])
      if (language === 'en') expect(await page.evaluate(unmarkedJapanese)).toEqual([])
    }
  })
})

test('what only programs call by its name is found, in text and in names that are spoken', async () => {
  const page = await browser.newPage()
  await page.setContent(
    `<title>not-signed-in</title><p title="demo-registry">about not-found and NDB, or<b>ndb</b></p>
     <p aria-label="b6b1a6cb-7a0e-4b52-9a5e-0c7f1f1d1c11">not-founded</p>`,
  )
  const found = await page.evaluate(wordsLike, RAW_ID)
  expect(found).toEqual(['not-signed-in', 'demo-registry', 'b6b1a6cb-7a0e-', 'not-found', 'ndb'])
  await page.close()
})

/** Where a person is. Runs in the page. */
const standing = () => ({ focus: document.activeElement?.tagName, scrollY })

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
