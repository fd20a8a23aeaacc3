import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { launchBrowser } from '../../mocks/demo/browser.ts'
import { languages } from '../../web/text/language.ts'
import { openGallery, STATES } from '../gallery/screens.ts'

let browser: Browser
let gallery: Awaited<ReturnType<typeof openGallery>>

beforeAll(async () => {
  browser = await launchBrowser({ headless: true })
  gallery = await openGallery(browser)
})
afterAll(() => browser?.close())

test.each(STATES)('$name says where one is and what can be done, in every language', async (state) => {
  await gallery.show(state, async ({ page, speak }) => {
    for (const language of languages) await speak(language)
    expect(await page.title()).toContain('Erabu')
  })
})
