import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { VirtualCredential } from '../../mocks/demo/authenticator.ts'
import { launchBrowser } from '../../mocks/demo/browser.ts'
import { createPages } from '../../mocks/demo/pages.ts'
import { type DemoSystem, startDemoSystem } from '../support/demo-system.ts'
import { openPhone, openTab, type Phone } from '../support/phone.ts'

const RESIDENT = 'r05'
const NAME = '居間のタブレット'

let system: DemoSystem
let browser: Browser
let phone: Phone
let first: VirtualCredential[]
let elsewhere: Awaited<ReturnType<typeof openTab>>

beforeAll(async () => {
  system = await startDemoSystem()
  browser = await launchBrowser({ headless: true })
  phone = await openPhone(browser, { origin: system.origin, language: 'ja' })
  await phone.pages.open()
  await phone.pages.begin(RESIDENT)
  await phone.pages.makePasskey()
})
afterAll(async () => {
  await browser?.close()
  await system?.close()
})

// A removed passkey is a card as well, but without a link.
const cardsOf = (page: Page) => page.locator('article').filter({ has: page.getByRole('link') })
const cards = () => cardsOf(phone.page)
async function openSettings() {
  await phone.pages.open('/settings')
  await cards().first().waitFor()
}
async function openPasskey(index: number) {
  await cards().nth(index).getByRole('link').click()
  await phone.pages.arrived(phone.t.passkeys.oneTitle)
}
async function look(screen: string) {
  expect(await phone.violations(), screen).toEqual([])
  await phone.picture(`ja-p10-${screen}`)
}

describe('my passkeys', () => {
  test('are listed; the only one gets a name, and cannot be removed', async () => {
    const { page, pages, t } = phone
    await openSettings()
    await look('settings')
    await openPasskey(0)
    await page.getByText(t.passkeys.lastText).waitFor()
    await page.getByLabel(t.passkeys.name).fill('1234 5678 9012')
    await pages.button(t.passkeys.saveName).click()
    await page.getByRole('link', { name: t.passkeys.nameIsNumber }).waitFor()
    await look('name-refused')
    await page.getByLabel(t.passkeys.name).fill(NAME)
    await pages.button(t.passkeys.saveName).click()
    await page.getByText(t.passkeys.nameSaved).waitFor()
    await openSettings()
    expect(await cards().getByRole('heading').allInnerTexts()).toEqual([NAME])
  })

  test('become two on another device, after one of them has answered once more', async () => {
    const { pages, t } = phone
    await pages.link(t.passkeys.add).click()
    await pages.arrived(t.passkeys.askTitle)
    await look('ask-again')
    await pages.button(t.identity.signIn).click()
    await pages.arrived(t.passkeys.addTitle)
    first = await phone.swapAuthenticator()
    await pages.button(t.identity.create).click()
    await pages.arrived(t.passkeys.addedTitle)
    await openSettings()
    expect(await cards().getByRole('heading').allInnerTexts()).toEqual([NAME, t.passkeys.unnamed])
  })

  test('are not made twice on one device', async () => {
    const { pages, t } = phone
    await pages.link(t.passkeys.add).click()
    await pages.button(t.identity.create).click()
    await pages.arrived(t.passkeys.existsTitle)
    expect(await phone.authenticator.passkeys()).toHaveLength(1)
  })

  test('renamed in another tab have the new name on return to this one', async () => {
    const { t } = phone
    await openSettings()
    elsewhere = await openTab(phone.context, [])
    const besides = createPages(elsewhere.page, t, system.origin)
    await besides.open('/settings')
    await elsewhere.page.locator('article').nth(1).getByRole('link').click()
    await besides.arrived(t.passkeys.oneTitle)
    await elsewhere.page.getByLabel(t.passkeys.name).fill('書斎のパソコン')
    await besides.button(t.passkeys.saveName).click()
    await elsewhere.page.getByText(t.passkeys.nameSaved).waitFor()
    expect(await cards().getByRole('heading').allInnerTexts()).toEqual([NAME, t.passkeys.unnamed])
    await phone.page.bringToFront()
    await phone.page.evaluate(() => window.dispatchEvent(new Event('focus')))
    await expect.poll(() => cards().getByRole('heading').allInnerTexts()).toEqual([NAME, '書斎のパソコン'])
  })

  test('are one after a removal, and the device hides the other by itself', async () => {
    const { page, pages, t } = phone
    await openSettings()
    await openPasskey(1)
    await look('one')
    await pages.button(t.passkeys.remove).click()
    await page.getByRole('heading', { name: t.passkeys.removedTitle }).waitFor()
    await expect.poll(() => cards().count()).toBe(1)
    await look('removed')
    await expect.poll(() => phone.authenticator.passkeys()).toEqual([])
  })

  test('that were removed are said to be gone in a tab that still shows them', async () => {
    const { t } = phone
    const { page } = elsewhere
    const besides = createPages(page, t, system.origin)
    await page.bringToFront()
    await besides.button(t.passkeys.remove).click()
    await page.getByText(t.passkeys.missing).waitFor()
    expect(await page.getByText(t.passkeys.removedTitle).count()).toBe(0)
    expect(await elsewhere.violations()).toEqual([])
    await besides.link(t.passkeys.back).click()
    await page.locator('article').first().waitFor()
    expect(await cardsOf(page).getByRole('heading').allInnerTexts()).toEqual([NAME])
    await page.close()
    await phone.page.bringToFront()
  })
})

describe('a person who lost every passkey', () => {
  let found: Phone

  beforeAll(async () => {
    found = phone
    phone = await openPhone(browser, { origin: system.origin, language: 'ja' })
  })

  test('proofs again, and may use the old one or make a new one, which ends other sessions', async () => {
    const { pages, t } = phone
    await pages.open()
    await pages.begin(RESIDENT)
    await pages.link(t.identity.toPasskey).click()
    await pages.arrived(t.identity.existsTitle)
    await pages.link(t.identity.useExisting).waitFor()
    await look('exists')
    await pages.button(t.identity.recover).click()
    await pages.button(t.identity.create).click()
    await pages.arrived(t.identity.doneTitle)
    await cards().first().waitFor()
    expect(await cards().getByRole('heading').allInnerTexts()).toEqual([NAME])
    await look('recovered')
    await found.pages.open('/status')
    await found.pages.arrived(t.identity.signInTitle)
  })

  test('is told of it at the next sign-in with an older one, until they confirm that it was them', async () => {
    const { page, pages, t } = found
    await found.swapAuthenticator(first)
    await pages.button(t.identity.signIn).click()
    await pages.arrived(t.databases.title)
    await page.getByRole('heading', { name: t.passkeys.newsTitle }).waitFor()
    expect(await found.violations()).toEqual([])
    await found.picture('ja-p4-new-passkey')
    await page.reload()
    await pages.button(t.passkeys.newsKnown).click()
    const news = page.getByRole('heading', { name: t.passkeys.newsTitle })
    await news.waitFor({ state: 'detached' })
    await page.reload()
    await pages.arrived(t.databases.title)
    expect(await news.count()).toBe(0)
  })

  test('returns with Back after the passkey to the signed-in state, not to a failed page', async () => {
    const { page, pages, t } = phone
    await pages.link(t.identity.toMe).click()
    await pages.arrived(t.coverage.title)
    await page.goBack()
    await pages.arrived(t.databases.title)
  })
})
