import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { VirtualCredential } from '../../mocks/demo/authenticator.ts'
import { launchBrowser } from '../../mocks/demo/browser.ts'
import { createPages } from '../../mocks/demo/pages.ts'
import { nameOf } from '../support/catalogue.ts'
import { type DemoSystem, startDemoSystem } from '../support/demo-system.ts'
import { openPhone, openTab, type Phone } from '../support/phone.ts'

const RESIDENT = 'r03'

let system: DemoSystem
let browser: Browser
let phone: Phone
/** The passkeys of the phone's owner, passed from one tab to the next. */
let passkeys: VirtualCredential[]

beforeAll(async () => {
  system = await startDemoSystem()
  browser = await launchBrowser({ headless: true })
  phone = await openPhone(browser, { origin: system.origin, language: 'ja' })
  await phone.pages.open()
  await phone.pages.begin(RESIDENT)
  await phone.pages.makePasskey()
  await phone.pages.toStatus()
  await phone.pages.card(nameOf('demo-registry', 'ja')).waitFor()
  await phone.readyForOffline()
})
afterAll(async () => {
  await browser?.close()
  await system?.close()
})

describe('without a network', () => {
  test('a reload shows the last state and its time', async () => {
    const { page, pages, t } = phone
    await phone.offline(true)
    await page.reload()
    await pages.card(nameOf('demo-registry', 'ja')).waitFor()
    await page.getByText(t.shell.offline).waitFor()
    await page.getByText(new RegExp(t.shell.asOf('.+'))).waitFor()
    expect(await phone.violations()).toEqual([])
    await phone.picture('ja-p11-offline')
  })

  test('a decision is stored as not sent, and nothing is called received', async () => {
    const { page, pages, t } = phone
    await pages.chooseForAll('stop')
    await pages.button(t.decisions.keep).click()
    await pages.arrived(t.decisions.unsentTitle)
    await pages.toStatus()
    const text = await page.locator('main').innerText()
    expect(text).toContain(t.outbox.title)
    expect(text).not.toContain(t.databases.standings.recorded)
    expect(await phone.violations()).toEqual([])
    await phone.picture('ja-p4-unsent')
    expect((await system.held('demo-registry', RESIDENT)).map(({ state }) => state)).toEqual(['usable'])
  })
})

describe('a decision that was not sent', () => {
  test('survives closing the tab, is sent once with the passkey, and then leaves the device', async () => {
    const { t } = phone
    passkeys = await phone.authenticator.passkeys()
    await phone.page.close()
    const { page, offline, authenticator } = await openTab(phone.context, passkeys)
    const pages = createPages(page, t, system.origin)
    await offline(true)
    await pages.open('/status')
    await page.getByText(t.outbox.title).waitFor()

    await offline(false)
    await pages.open('/status')
    await pages.link(t.outbox.send).click()
    await pages.arrived(t.decisions.confirmTitle)
    await pages.submit()
    await expect
      .poll(async () => (await system.held('demo-registry', RESIDENT)).map(({ state }) => state))
      .toEqual(['stopped'])
    await pages.toStatus()
    await page.getByText(t.databases.standingStop).waitFor()
    await page.getByText(t.outbox.title).waitFor({ state: 'detached' })
    await pages.link(t.shell.history).click()
    await pages.arrived(t.receipts.historyTitle)
    await expect.poll(() => page.getByRole('link', { name: /R-/ }).count()).toBe(1)
    passkeys = await authenticator.passkeys()
    await page.close()
  })
})

test('a signed decision is sent while the page is closed, and its receipt is there afterwards', async () => {
  const { t, context } = phone
  const signing = await openTab(context, passkeys)
  const pages = createPages(signing.page, t, system.origin)
  const reached: string[] = []
  await signing.page.route('**/api/decisions', (route) => {
    reached.push(route.request().method())
    return route.request().method() === 'POST' ? route.abort('internetdisconnected') : route.continue()
  })
  await pages.open('/status')
  await pages.chooseForAll('allow')
  await pages.button(t.decisions.submit).click()
  await pages.arrived(t.decisions.doubtTitle)
  expect(reached).toContain('POST')
  await signing.page.close()
  await expect
    .poll(async () => (await system.held('demo-registry', RESIDENT)).map(({ state }) => state))
    .toEqual(['usable'])

  const { page } = await openTab(context, passkeys)
  await createPages(page, t, system.origin).open('/history')
  await page.getByRole('link', { name: /R-/ }).nth(1).waitFor()
  expect(await page.getByRole('link', { name: /R-/ }).count()).toBe(2)
  await createPages(page, t, system.origin).open('/status')
  await page.getByText(t.databases.standingAllow).waitFor()
  await page.getByText(t.decisions.doubtTitle).waitFor({ state: 'detached' })
})
