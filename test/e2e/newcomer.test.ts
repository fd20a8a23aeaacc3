import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { launchBrowser } from '../../mocks/demo/browser.ts'
import { type DemoSystem, startDemoSystem } from '../support/demo-system.ts'
import { openPhone, type Phone } from '../support/phone.ts'

let system: DemoSystem
let browser: Browser
let phone: Phone
/** The target of each tap. */
const taps: string[] = []
/** The address to which the portal returned its answer. */
let callback = ''

beforeAll(async () => {
  system = await startDemoSystem()
  browser = await launchBrowser({ headless: true })
  phone = await openPhone(browser, { origin: system.origin, language: 'ja' })
  await phone.context.exposeFunction('tapped', (origin: string) => taps.push(origin))
  await phone.context.addInitScript(() =>
    addEventListener(
      'pointerup',
      () => (window as unknown as { tapped(origin: string): void }).tapped(location.origin),
      true,
    ),
  )
  phone.page.on('request', (request) => {
    if (new URL(request.url()).pathname === '/api/portal/callback') callback = request.url()
  })
})
afterAll(async () => {
  await browser?.close()
  await system?.close()
})

test('a new person decides with at most twelve taps in the app', async () => {
  const { pages } = phone
  await pages.open()
  await pages.begin('r05')
  await pages.makePasskey()
  await pages.toStatus()
  await pages.chooseForAll('stop')
  await pages.submit()
  const ours = taps.filter((origin) => origin === system.origin)
  expect(taps.length).toBeGreaterThan(ours.length)
  expect(ours.length).toBeGreaterThan(6)
  expect(ours.length).toBeLessThanOrEqual(12)
})

test('Back after a decision leads to no second one', async () => {
  const { page, pages, t } = phone
  await page.goBack()
  await pages.arrived(t.decisions.chooseTitle)
  expect(await page.locator('input[name=choice]:checked').count()).toBe(0)
  expect(await pages.button(t.decisions.submit).count()).toBe(0)
})

test("the portal's answer opened a second time leads to where it led, and ends no session", async () => {
  const { page, pages, t } = phone
  await page.goto(callback)
  await pages.arrived(t.identity.readyTitle)
  await page.getByRole('link', { name: t.identity.toMe }).waitFor()
  await pages.open('/status')
  await pages.arrived(t.databases.title)
})
