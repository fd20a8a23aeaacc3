import { readFile } from 'node:fs/promises'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { launchBrowser } from '../../mocks/demo/browser.ts'
import { residents } from '../../mocks/residents.ts'
import { nameOf, STOPPABLE } from '../support/catalogue.ts'
import { type DemoSystem, startDemoSystem } from '../support/demo-system.ts'
import { openPhone, type Phone } from '../support/phone.ts'

const RECEIPT_NUMBER = /^R-[0-9A-HJKMNP-TV-Z]{4}-[0-9A-HJKMNP-TV-Z]{4}-[0-9A-HJKMNP-TV-Z]{4}$/
/** Limit of the Cumulative Layout Shift (web.dev/cls) of every page. */
const MOST_SHIFT = 0.02
/** Long enough for a page to be painted once before its answers arrive. */
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

// Both changed jobs, so that each has two coverages.
describe.each([
  { language: 'ja', resident: 'r01' },
  { language: 'en', resident: 'r02' },
] as const)('in $language, somebody who changed jobs', ({ language, resident }) => {
  const numbers = residents.find(({ id }) => id === resident)?.coverages.map(({ number }) => number) ?? []
  const name = (database: string) => nameOf(database, language)
  let phone: Phone
  let receipt: string

  beforeAll(async () => {
    phone = await openPhone(browser, { origin: system.origin, language })
  })
  afterAll(() => phone?.context.close())

  const text = () => phone.page.locator('main').innerText()
  /** Takes a picture of the screen, which must be accessible. */
  async function look(screen: string) {
    expect(await phone.violations(), screen).toEqual([])
    await phone.picture(`${language}-${screen}`)
  }
  /** The words on the chips of a database's linkages. */
  const chips = (database: string) => phone.pages.card(name(database)).locator('.chip').allInnerTexts()

  test('says who they are through the portal, and makes a passkey', async () => {
    const { pages } = phone
    await pages.open()
    await pages.arrived(phone.t.welcome.title)
    await look('p1-welcome')
    await pages.begin(resident)
    await pages.makePasskey()
    expect(await phone.authenticator.passkeys()).toHaveLength(1)
  })

  test('sees their numbers masked, and in full when they ask', async () => {
    for (const number of numbers) expect(await text()).not.toContain(number)
    await look('p3-masked')
    await phone.pages.showNumbers()
    for (const number of numbers) expect(await text()).toContain(number)
    await phone.pages.button(phone.t.coverage.hide).click()
  })

  test('sees who linked their records, which of them cannot be stopped and why, and the catalogue', async () => {
    const { pages, t } = phone
    await pages.toStatus()
    for (const database of [...STOPPABLE, 'demo-statutory']) await pages.card(name(database)).waitFor()
    const statutory = pages.card(name('demo-statutory'))
    expect(await statutory.innerText()).toContain(t.status.kinds.lawful)
    await phone.page.locator('summary').first().click()
    for (const database of ['ndb', 'cancer-registry', 'midnet']) await pages.link(name(database)).waitFor()
    await look('p4-status')
    for (const [databases, choices] of [
      [STOPPABLE, 1],
      [['demo-statutory'], 0],
    ] as const)
      for (const database of databases) {
        await pages.link(name(database)).click()
        await pages.arrived(name(database))
        expect(await pages.link(t.databases.chooseOne).count()).toBe(choices)
        await pages.toStatus()
      }
  })

  test('stops all, and sees nothing called stopped before its holder reports it', async () => {
    const { pages, t } = phone
    const { stop } = t.reach
    const registry = name('demo-registry')
    await system.pause('demo-registry')
    await pages.chooseForAll('stop')
    await look('p7-confirm')
    expect(await pages.submit()).toMatch(RECEIPT_NUMBER)
    expect(await phone.page.locator('.confirmation').innerText()).toContain(
      t.decisions.stopStatement(t.decisions.everything),
    )
    await expect.poll(pages.reached).toContain(stop.some(t.reach.count(3), t.reach.count(2)))
    // An answer that is late takes the sentence back for a moment.
    await expect.poll(pages.reached).toContain(registry)
    await phone.page.locator('summary').click()
    expect(await pages.card(registry).locator('.steps li.done').count()).toBe(1)
    await look('p8-on-its-way')
    await system.resume('demo-registry')
    await expect.poll(pages.reached).toContain(stop.all(t.reach.count(3)))
    const steps = await pages.card(registry).locator('.steps li.done').allInnerTexts()
    const words = t.databases.steps
    for (const [index, word] of [words.recorded, words.delivered, words.stopped].entries())
      expect(steps[index]).toContain(word)
    await look('p8-stopped')
    for (const database of STOPPABLE) {
      const held = await system.held(database, resident)
      expect(new Set(held.map(({ state }) => state))).toEqual(new Set(['stopped']))
    }
    expect((await system.held('demo-statutory', resident)).map(({ state }) => state)).not.toContain('stopped')
  })

  test('keeps a receipt that anybody can verify without a network, and that no change survives', async () => {
    const { page, pages, t } = phone
    await pages.toReceipt()
    const download = page.waitForEvent('download')
    await pages.button(t.receipts.saveFile).click()
    receipt = await readFile(await (await download).path(), 'utf8')
    await look('p9-receipt')
    expect(phone.complaints).toEqual([])

    await pages.link(t.shell.verify).click()
    await pages.arrived(t.receipts.verifyTitle)
    await phone.readyForOffline()
    await phone.offline(true)
    const [head, payload, signature] = receipt.split('.')
    const changed = Buffer.from(
      Buffer.from(payload ?? '', 'base64url')
        .toString()
        .replace('stop', 'allow'),
    )
    for (const [jws, verdict] of [
      [receipt, t.receipts.valid],
      [`${head}.${changed.toString('base64url')}.${signature}`, t.receipts.reasons['bad-signature'][0]],
    ] as const) {
      await pages.open('/verify')
      await page.getByLabel(t.receipts.paste).fill(jws)
      await pages.button(t.receipts.verify).click()
      await page.getByRole('heading', { name: verdict }).waitFor()
    }
    await phone.offline(false)
  })

  test('returns on another day with only the passkey, and allows one database again', async () => {
    const [before] = await system.held('demo-registry', resident)
    const passkeys = await phone.authenticator.passkeys()
    await phone.context.close()
    phone = await openPhone(browser, { origin: system.origin, language, passkeys })
    const { pages, t } = phone
    await pages.open()
    await pages.signIn()
    await phone.page.getByText(t.databases.standingStop).waitFor()
    await pages.chooseFor(name('demo-registry'), 'allow')
    await pages.submit()
    await expect.poll(pages.reached).toBe(t.reach.allow.one(t.reach.named(name('demo-registry'))))
    const stateNow = async () => (await system.held('demo-registry', resident)).map(({ state }) => state)
    await expect.poll(stateNow).toEqual(['usable'])
    const [after] = await system.held('demo-registry', resident)
    expect(after?.token).not.toBe(before?.token)
    for (const database of ['demo-jisedai', 'demo-biobank'])
      expect(new Set((await system.held(database, resident)).map(({ state }) => state))).toEqual(
        new Set(['stopped']),
      )
  })

  test('has stopped what is linked only later, from its first moment', async () => {
    const purposes = async () =>
      (await system.held('demo-biobank', resident)).map(({ purpose, state }) => [purpose, state]).sort()
    expect(await purposes()).toEqual([['research', 'stopped']])
    await system.register('demo-biobank', resident)
    await expect.poll(purposes).toEqual([
      ['industry', 'stopped'],
      ['research', 'stopped'],
    ])
    await phone.pages.open('/status')
    await expect.poll(() => chips('demo-biobank')).toHaveLength(1)
    await expect
      .poll(() => chips('demo-biobank').then((all) => new Set(all)))
      .toEqual(new Set([phone.t.databases.standings.stopped]))
    expect(phone.complaints).toEqual([])
  })
})

test('nothing on a page moves while the rest of it loads', async () => {
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
    expect(sum, `${screen}: ${JSON.stringify(found)}`).toBeLessThanOrEqual(MOST_SHIFT)
  }

  await pages.open()
  await expectStill('P1')
  await pages.begin('r03')
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
