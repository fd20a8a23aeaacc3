import { join } from 'node:path'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { launchBrowser } from '../../mocks/demo/browser.ts'
import { ordinary } from '../support/people.ts'
import { openPhone, type Phone } from '../support/phone.ts'
import { apply, link } from '../support/push-world.ts'
import { ROOT } from '../support/sources.ts'
import { startWorld, type World } from '../support/world.ts'

let world: World
let browser: Browser
let phone: Phone

beforeAll(async () => {
  world = await startWorld({ web: join(ROOT, 'web', 'dist') })
  browser = await launchBrowser({ headless: true })
  phone = await openPhone(browser, { origin: world.origin, language: 'ja' })
})
afterAll(async () => {
  await browser?.close()
  await world?.close()
})

const unreadInStore = async () => (await world.check()).read_message.length

test('a person sees that messages are new, reads them, and then nothing is new any more', async () => {
  const { page, pages, t } = phone
  await pages.open()
  await pages.begin(ordinary(0).id)
  await pages.makePasskey()
  await link(world, 'demo-registry', 0)
  await link(world, 'demo-biobank', 0)
  await pages.open('/status')
  await page.getByRole('link', { name: t.messages.unread('2') }).click()
  await pages.arrived(t.messages.title)
  await expect.poll(() => page.getByText(t.messages.isNew, { exact: true }).count()).toBe(2)
  await expect.poll(unreadInStore).toBe(2)
  expect(await page.getByText(t.messages.isNew, { exact: true }).count(), 'it stays in sight').toBe(2)
  await page.getByRole('link', { name: t.shell.back }).click()
  await page.getByRole('link', { name: t.messages.toAll }).waitFor()
  await pages.open('/messages')
  await page.locator('main ol > li').first().waitFor()
  expect(await page.getByText(t.messages.isNew, { exact: true }).count()).toBe(0)
})

test('a stop becomes a message once the last database has applied it', async () => {
  const { page, pages, t } = phone
  await pages.open('/choose?scope=all')
  await pages.radio(t.decisions.stop).check()
  await pages.button(t.decisions.next).click()
  await pages.submit()
  await world.tick()
  await apply(world, 'demo-registry')
  await pages.open('/messages')
  await page.locator('main ol > li').first().waitFor()
  const stopped = page.getByRole('heading', { name: new RegExp(`^${t.messages.stopped('')}`) })
  expect(await stopped.count()).toBe(0)
  await apply(world, 'demo-biobank')
  await pages.open('/messages')
  await stopped.waitFor()
  await page.getByRole('link', { name: t.messages.toDecision }).click()
  await pages.arrived(t.decisions.doneTitle)
})

test('without the network nothing is claimed, and what to do is said', async () => {
  const { page, pages, t } = phone
  await pages.open('/status')
  await phone.readyForOffline()
  await phone.offline(true)
  await pages.open('/messages')
  await pages.arrived(t.messages.title)
  await page.getByRole('button', { name: t.shell.retry }).waitFor()
  expect(await page.locator('main ol').count()).toBe(0)
  expect(await page.getByText(t.messages.none, { exact: true }).count()).toBe(0)
  await phone.offline(false)
})
