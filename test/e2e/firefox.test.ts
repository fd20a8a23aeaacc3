import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect } from 'vitest'
import { createPages, type Pages } from '../../mocks/demo/pages.ts'
import { residents } from '../../mocks/residents.ts'
import { nameOf, STOPPABLE } from '../support/catalogue.ts'
import { type DemoSystem, startDemoSystem } from '../support/demo-system.ts'
import { brokenPhrases, lineBoxes, SHORT_TEXTS } from '../support/line-boxes.ts'
import { type Firefox, firefoxTest, startFirefox } from '../support/webdriver/firefox.ts'
import { asPlaywright } from '../support/webdriver/page.ts'
import { messagesOf } from '../support/words.ts'

const RECEIPT_NUMBER = /^R-[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}$/

let system: DemoSystem
beforeAll(async () => {
  if (!firefoxTest.missing) system = await startDemoSystem()
})
afterAll(() => system?.close())

// Both changed jobs, so that each has two coverages.
describe.each([
  { language: 'ja', asks: 'ja, en', resident: 'r01' },
  { language: 'en', asks: 'en', resident: 'r02' },
] as const)('in Firefox, in $language, somebody', ({ language, asks, resident }) => {
  const t = messagesOf[language]
  const numbers = residents.find(({ id }) => id === resident)?.coverages.map(({ number }) => number) ?? []
  let firefox: Firefox
  let pages: Pages
  let receipt: string

  beforeAll(async () => {
    if (firefoxTest.missing) return
    firefox = await startFirefox(asks)
    pages = createPages(asPlaywright(firefox.page), t, system.origin)
  })
  afterAll(() => firefox?.close())

  const shown = () => pages.page.locator('main').innerText()
  const statesOf = async (database: string) =>
    new Set((await system.held(database, resident)).map(({ state }) => state))
  /** No line of a short text ends within a phrase. */
  const look = async () =>
    expect(brokenPhrases(await firefox.page.evaluate(lineBoxes, SHORT_TEXTS))).toEqual([])

  firefoxTest('says who they are through the portal, and makes a passkey', async () => {
    await pages.open()
    await pages.arrived(t.welcome.title)
    await look()
    await pages.begin(resident)
    await pages.makePasskey()
    expect(await firefox.passkeys()).toHaveLength(1)
  })

  firefoxTest('sees their numbers masked, and in full when they ask', async () => {
    const masked = await shown()
    for (const number of numbers) expect(masked).not.toContain(number)
    await pages.showNumbers()
    const full = await shown()
    expect(numbers.length).toBeGreaterThan(1)
    for (const number of numbers) expect(full).toContain(number)
  })

  firefoxTest('stops all with the passkey, and sees that each holder has stopped', async () => {
    await pages.toStatus()
    for (const database of STOPPABLE) await pages.card(nameOf(database, language)).waitFor()
    await look()
    await pages.chooseForAll('stop')
    await look()
    receipt = await pages.submit()
    expect(receipt).toMatch(RECEIPT_NUMBER)
    await expect.poll(pages.reached).toContain(t.reach.stop.all(t.reach.count(STOPPABLE.length)))
    for (const database of STOPPABLE) expect(await statesOf(database)).toEqual(new Set(['stopped']))
    await look()
  })

  firefoxTest('keeps the receipt as a file', async () => {
    await pages.toReceipt()
    await pages.button(t.receipts.saveFile).click()
    const file = async () => (await readdir(firefox.downloads)).find((name) => name.includes(receipt))
    await expect.poll(file).toBeDefined()
    const jws = async () => readFile(join(firefox.downloads, (await file()) ?? ''), 'utf8')
    await expect.poll(async () => (await jws()).split('.').length).toBe(3)
    const payload = Buffer.from((await jws()).split('.')[1] ?? '', 'base64url').toString()
    expect(JSON.parse(payload)).toMatchObject({ jti: receipt, choice: 'stop', scope: { all: true } })
  })

  firefoxTest('signs out, returns with only the passkey, and allows one database again', async () => {
    await pages.signOut()
    await pages.open('/status')
    await pages.arrived(t.identity.signInTitle)
    await pages.open()
    await pages.signIn()
    await pages.page.getByText(t.databases.standingStop).waitFor()
    await pages.chooseFor(nameOf('demo-registry', language), 'allow')
    expect(await pages.submit()).not.toBe(receipt)
    await expect.poll(pages.reached).toBe(t.reach.allow.one(t.reach.named(nameOf('demo-registry', language))))
    await expect.poll(() => statesOf('demo-registry')).toEqual(new Set(['usable']))
    expect(await statesOf('demo-biobank')).toEqual(new Set(['stopped']))
    expect(await firefox.passkeys()).toHaveLength(1)
  })
})
