import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { launchBrowser } from '../../mocks/demo/browser.ts'
import { type DemoSystem, startDemoSystem } from '../support/demo-system.ts'
import { openPhone } from '../support/phone.ts'

/** Cumulative Layout Shift (web.dev/cls): the goal of every page. */
const MOST = 0.02
/** Long enough that a page shows itself once before its answers come. */
const ANSWERS_AFTER_MS = 400

let system: DemoSystem
let browser: Browser

beforeAll(async () => {
  system = await startDemoSystem()
  browser = await launchBrowser({ headless: true })
})
afterAll(async () => {
  await browser?.close()
  await system?.close()
})

test('nothing that is shown moves while the rest of a page is loaded', async () => {
  const { context, page, pages, t } = await openPhone(browser, { origin: system.origin, language: 'ja' })
  await context.addInitScript(() => {
    const shifts: [number, string][] = []
    new PerformanceObserver((list) => {
      for (const { value, sources } of list.getEntries() as LayoutShift[])
        shifts.push([value, sources.map(({ node }) => node?.nodeName).join(' ')])
    }).observe({ type: 'layout-shift', buffered: true })
    Object.assign(globalThis, { shifts })
  })
  const shifts = () => page.evaluate(() => (globalThis as unknown as { shifts: [number, string][] }).shifts)
  const expectStill = async (screen: string) => {
    const found = await shifts()
    const sum = found.reduce((total, [value]) => total + value, 0)
    expect(sum, `${screen}: ${JSON.stringify(found)}`).toBeLessThanOrEqual(MOST)
  }

  await pages.open()
  await expectStill('P1')
  await pages.begin('r01')
  await pages.makePasskey()
  await context.route('**/api/**', async (route) => {
    await new Promise((resolve) => setTimeout(resolve, ANSWERS_AFTER_MS))
    await route.continue()
  })
  for (const [path, words] of [
    ['/status', t.databases.linkedTitle],
    ['/history', t.receipts.historyNone],
    ['/settings', t.passkeys.current],
  ] as const) {
    await pages.open(path)
    await page.getByText(words).first().waitFor()
    await expectStill(path)
  }
})

type LayoutShift = PerformanceEntry & { value: number; sources: { node: Node | null }[] }
