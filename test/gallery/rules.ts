import type { Page } from 'playwright-core'
import { expect } from 'vitest'
import { languages } from '../../web/text/language.ts'
import { axeViolations } from '../support/axe.ts'
import { lowHeadings } from '../support/first-screen.ts'
import { geometryFaults } from '../support/geometry.ts'
import { RAW_ID, wordsLike } from '../support/raw-ids.ts'
import { LEAST } from '../support/terminal.ts'
import { unmarkedJapanese } from '../support/unmarked.ts'
import type { Screen } from './screens.ts'
import type { ScreenState } from './state.ts'

const DESKTOP = { width: 1280, height: 720 }
/** Screens that ask something, except P7, where the server's preview is the question. */
const ASKS = /^p([126]|17-ask-about)-/
/** Limit for Japanese characters before the question. */
const MOST_BEFORE = 400
/** Colours are the same in every language. This one has every kind of text, readings too. */
const DARK_IN = 'ja-easy'

/** Expects that a patient's screen says where one is and what can be done, in every language, to everybody. */
export async function expectClear(
  state: ScreenState,
  { page, speak, arrive, setText }: Screen,
): Promise<void> {
  for (const language of languages) {
    await speak(language)
    // Without motion, so that colours do not change while they are looked at.
    if (language === DARK_IN) {
      await page.emulateMedia({ colorScheme: 'dark', reducedMotion: 'reduce' })
      expect(await axeViolations(page, 'colours'), `${language}, dark`).toEqual([])
    }
    await page.emulateMedia({ colorScheme: 'light', reducedMotion: 'reduce' })
    expect(await axeViolations(page), `${language}, light`).toEqual([])
    expect(await page.evaluate(geometryFaults, undefined)).toEqual([])
    expect(await namesOfPrograms(page)).toEqual([])
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
}

/** Expects the same of a kiosk's screen. */
export async function expectClearAtKiosk({ page, speak }: Screen): Promise<void> {
  await page.emulateMedia({ reducedMotion: 'reduce' })
  for (const language of languages) {
    await speak(language)
    expect(await axeViolations(page), language).toEqual([])
    expect(await page.evaluate(geometryFaults, LEAST), language).toEqual([])
    expect(await namesOfPrograms(page)).toEqual([])
    if (language === 'en') expect(await page.evaluate(unmarkedJapanese)).toEqual([])
  }
}

/** What only programs call by its name, on a page. */
export const namesOfPrograms = (page: Page): Promise<string[]> => page.evaluate(wordsLike, RAW_ID)

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
