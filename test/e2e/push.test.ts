import { join } from 'node:path'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { launchBrowser } from '../../mocks/demo/browser.ts'
import { ordinary } from '../support/people.ts'
import { openPhone, type Phone } from '../support/phone.ts'
import { type PushService, startPushService } from '../support/push-service.ts'
import { link, wait } from '../support/push-world.ts'
import { ROOT } from '../support/sources.ts'
import { startWorld, type World } from '../support/world.ts'

let service: PushService
let world: World
let browser: Browser
let phone: Phone

beforeAll(async () => {
  service = await startPushService()
  world = await startWorld({
    web: join(ROOT, 'web', 'dist'),
    settings: { ERABU_PUSH_HOSTS: service.origin },
  })
  browser = await launchBrowser({ headless: true })
  phone = await openPhone(browser, { origin: world.origin, language: 'ja' })
  await phone.context.grantPermissions(['notifications'], { origin: world.origin })
})
afterAll(async () => {
  await browser?.close()
  await world?.close()
  await service?.close()
})

/**
 * Runs in the page. Chromium subscribes at Google's push service, which a test cannot reach, so the subscription is
 * that of the push service on loopback. Everything else is the browser's own.
 */
function subscribeHere(subscription: { endpoint: string; keys: Record<string, string> }): void {
  // The headless browser says `denied` where a permission was granted.
  Object.defineProperty(Notification, 'permission', { get: () => 'granted' })
  Notification.requestPermission = async () => 'granted'
  let current: object | null = null
  PushManager.prototype.getSubscription = async () => current as PushSubscription | null
  PushManager.prototype.subscribe = async (options) => {
    const unsubscribe = async () => {
      current = null
      return true
    }
    current = { options, toJSON: () => subscription, unsubscribe }
    return current as PushSubscription
  }
}

test('a person switches it on, a database links their records, and their device is told without a word about it', async () => {
  const { page, pages, t } = phone
  await page.addInitScript(subscribeHere, service.subscribe())
  await pages.open()
  await pages.begin(ordinary(0).id)
  await pages.makePasskey()
  await phone.readyForOffline()
  await pages.open('/settings')
  const button = page.getByRole('switch', { name: t.news.tell })
  expect(await button.getAttribute('aria-checked')).toBe('false')
  await phone.picture('ja-p10-news-off')
  await button.click()
  await page.getByText(t.news.on, { exact: true }).waitFor()
  expect(await button.getAttribute('aria-checked')).toBe('true')
  expect(await phone.violations()).toEqual([])
  await phone.picture('ja-p10-news-on')

  await link(world, 'demo-registry', 0)
  await wait(world)
  const [push] = service.received
  expect(service.received).toHaveLength(1)

  // The push service would hand it to the browser, which hands it to the worker.
  await phone.devtools.send('ServiceWorker.enable')
  const registrationId = await registrationOf(phone)
  await phone.devtools.send('ServiceWorker.deliverPushMessage', {
    origin: world.origin,
    registrationId,
    data: push?.text ?? '',
  })
  await expect
    .poll(() => shownOn(phone))
    .toEqual([{ title: 'お知らせがあります', body: '', lang: 'ja', tag: 'news' }])
  // A second push takes the place of the first.
  await phone.devtools.send('ServiceWorker.deliverPushMessage', {
    origin: world.origin,
    registrationId,
    data: '',
  })
  await expect.poll(() => shownOn(phone)).toHaveLength(1)
  expect(phone.complaints).toEqual([])
})

test('switching it off forgets the device', async () => {
  const { page, t } = phone
  // Sign-in lasts ten minutes, and the service's clock went on: the switch itself still works on the device.
  await page.getByRole('switch', { name: t.news.tell }).click()
  await page.getByText(t.news.off, { exact: true }).waitFor()
})

const registrationOf = ({ devtools, page }: Phone) =>
  new Promise<string>((resolve) => {
    devtools.on('ServiceWorker.workerRegistrationUpdated', ({ registrations }) => {
      const [own] = registrations
      if (own) resolve(own.registrationId)
    })
    void page.evaluate(() => navigator.serviceWorker.getRegistration().then((one) => one?.update()))
  })

const shownOn = ({ page }: Phone) =>
  page.evaluate(async () => {
    const registration = await navigator.serviceWorker.getRegistration()
    const shown = (await registration?.getNotifications()) ?? []
    return shown.map(({ title, body, lang, tag }) => ({ title, body, lang, tag }))
  })
