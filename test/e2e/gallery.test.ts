import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { launchBrowser } from '../../mocks/demo/browser.ts'
import { languages } from '../../web/text/language.ts'
import { openGallery, STATES } from '../gallery/screens.ts'
import { axeViolations } from '../support/axe.ts'
import { geometryFaults } from '../support/geometry.ts'

let browser: Browser
let gallery: Awaited<ReturnType<typeof openGallery>>

beforeAll(async () => {
  browser = await launchBrowser({ headless: true })
  gallery = await openGallery(browser)
})
afterAll(() => browser?.close())

test.each(STATES)(
  '$name says where one is and what can be done, in every language, to everybody',
  async (state) => {
    await gallery.show(state, async ({ page, speak }) => {
      expect(await axeViolations(page)).toEqual([])
      for (const language of languages) {
        await speak(language)
        expect(await page.evaluate(geometryFaults, undefined)).toEqual([])
      }
      expect(await page.title()).toContain('Erabu')
    })
  },
)
