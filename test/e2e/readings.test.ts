import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { launchBrowser } from '../../mocks/demo/browser.ts'
import { languages } from '../../web/text/language.ts'
import { openGallery, STATES } from '../gallery/screens.ts'

/**
 * What a screen reader has of the main screens: the tree of roles, names and states. A person reads the files in
 * `readings/` aloud before a change of them is committed. `-u` after the command for one test file writes them.
 */
const SCREENS = [
  'p1-first-visit',
  'p4-on-its-way',
  'p6-all',
  'p6-several-databases',
  'p7-preview',
  'p8-on-its-way',
  'p16-messages',
  'p17-ask-about-a-use',
]

/** Playwright writes spaces around a word with a reading. No browser gives them to a screen reader. */
const BESIDE_READINGS = /(?<=[\u0080-\uffff]) (?=[\u0080-\uffff])/g

let browser: Browser
let gallery: Awaited<ReturnType<typeof openGallery>>

beforeAll(async () => {
  browser = await launchBrowser({ headless: true })
  gallery = await openGallery(browser)
})
afterAll(() => browser?.close())

test.each(SCREENS)('%s is read as it was when somebody last listened to it', async (name) => {
  const state = STATES.find((one) => one.name === name)
  if (!state) throw new Error(`no state ${name}`)
  await gallery.show(state, async ({ page, speak }) => {
    for (const language of languages) {
      await speak(language)
      const tree = await page.locator('body').ariaSnapshot()
      const reading = language === 'ja-easy' ? tree.replaceAll(BESIDE_READINGS, '') : tree
      await expect(`${reading}\n`).toMatchFileSnapshot(`readings/${name}-${language}.yaml`)
    }
  })
})
