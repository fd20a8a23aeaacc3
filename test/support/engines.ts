import { test } from 'vitest'
import { launchBrowser } from '../../mocks/demo/browser.ts'
import { firefoxTest, startFirefox } from './webdriver/firefox.ts'
import type { Page } from './webdriver/page.ts'
import { startWebKit, webkitTest } from './webdriver/webkit.ts'

/** What a page of every engine can do. */
export type EnginePage = Pick<Page, 'goto' | 'evaluate'>

type Opened = { page: EnginePage; close(): Promise<unknown> }

async function openChromium(): Promise<Opened> {
  const browser = await launchBrowser({ headless: true })
  return { page: (await browser.newPage()) as unknown as Page, close: () => browser.close() }
}

/** One test for each engine: `look` gets a page of it, which is closed afterwards. */
export function inEachEngine(look: (page: EnginePage) => Promise<void>, timeout?: number): void {
  const within = (open: () => Promise<Opened>) => async () => {
    const { page, close } = await open()
    try {
      await look(page)
    } finally {
      await close()
    }
  }
  test('in Chromium', within(openChromium), timeout)
  firefoxTest(
    'in Firefox',
    within(() => startFirefox('ja')),
    timeout,
  )
  webkitTest('in WebKit', within(startWebKit), timeout)
}
