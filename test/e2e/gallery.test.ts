import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { launchBrowser } from '../../mocks/demo/browser.ts'
import { openScreen, STATES } from '../gallery/screens.ts'

let browser: Browser

beforeAll(async () => {
  browser = await launchBrowser({ headless: true })
})
afterAll(() => browser?.close())

test.each(STATES)('$name says where one is and what can be done', async (state) => {
  const { page, close } = await openScreen(browser, state, 'ja')
  expect(await page.title()).toContain('えらぶ')
  await close()
})
