import { afterAll, beforeAll, describe, expect } from 'vitest'
import { createPages, type Pages } from '../../mocks/demo/pages.ts'
import { languages } from '../../web/text/language.ts'
import { nameOf, STOPPABLE } from '../support/catalogue.ts'
import { type DemoSystem, startDemoSystem } from '../support/demo-system.ts'
import { geometryFaults } from '../support/geometry.ts'
import { brokenPhrases, lineBoxes, SHORT_TEXTS } from '../support/line-boxes.ts'
import { createPatient, type Patient } from '../support/patient.ts'
import { speak } from '../support/survey.ts'
import { asPlaywright } from '../support/webdriver/page.ts'
import { startWebKit, type WebKit, webkitTest } from '../support/webdriver/webkit.ts'
import { messagesOf } from '../support/words.ts'

let system: DemoSystem
let webkit: WebKit
let patient: Patient
let receipt: { number: string; jws: string }

beforeAll(async () => {
  if (webkitTest.missing) return
  system = await startDemoSystem()
  webkit = await startWebKit()
  // In software, because WebKitGTK has no passkeys.
  patient = createPatient({ origin: system.origin })
  await patient.enrol('r03')
  await patient.signIn()
  receipt = (await patient.decide('stop', { database: 'demo-registry' })).receipt
})
afterAll(async () => {
  await webkit?.close()
  await system?.close()
})

/** Nothing of the screen is too small, too pale or too wide, and no line of a short text ends within a phrase. */
async function look() {
  expect(await webkit.page.evaluate(geometryFaults, undefined)).toEqual([])
  expect(brokenPhrases(await webkit.page.evaluate(lineBoxes, SHORT_TEXTS))).toEqual([])
}

/** Texts of the page, as a screen reader has them. */
const withoutReadings = (css: string): string[] =>
  [...document.querySelectorAll(css)].map((element) => {
    const copy = element.cloneNode(true) as Element
    for (const hidden of copy.querySelectorAll('[aria-hidden=true]')) hidden.remove()
    return (copy.textContent ?? '').replaceAll('\u200b', '')
  })

describe.each(languages)('in WebKit on a narrow phone, in %s,', (language) => {
  const t = messagesOf[language]
  const name = (database: string) => nameOf(database, language)
  let pages: Pages

  beforeAll(() => {
    if (!webkitTest.missing) pages = createPages(asPlaywright(webkit.page), t, system.origin)
  })

  webkitTest('somebody whose browser has no passkeys is told of other ways', async () => {
    await pages.open()
    await speak(pages.page, language)
    await pages.arrived(t.welcome.title)
    expect(await webkit.page.evaluate(() => innerWidth)).toBe(360)
    await look()
    await pages.page.getByText(t.welcome.noPasskeysTitle).waitFor()
    await pages.open('/sign-in')
    await pages.page.getByText(t.welcome.noPasskeysTitle).waitFor()
    await pages.link(t.shell.helpPage).first().waitFor()
    expect(await pages.button(t.identity.signIn).count()).toBe(0)
    await look()
  })

  webkitTest('somebody who is signed in sees what is linked, and each database', async () => {
    await patient.signIn()
    await webkit.setCookie('session', patient.browser.cookies.get('session')?.value ?? '')
    // As proofing does before it leaves for the portal (web/data/device/device-used.ts).
    await webkit.page.evaluate(() => localStorage.setItem('used', 'yes'))
    await pages.open('/status')
    await pages.arrived(t.databases.title)
    for (const database of STOPPABLE) await pages.card(name(database)).waitFor()
    const cards = () => webkit.page.evaluate(withoutReadings, 'article')
    await expect
      .poll(async () => (await cards()).find((card) => card.includes(name('demo-registry'))))
      .toContain(t.status.kinds.stopped)
    await look()
    await pages.open('/databases/demo-registry')
    await pages.arrived(name('demo-registry'))
    await pages.page.getByRole('heading', { name: t.facts.does }).waitFor()
    await look()
  })

  webkitTest('they choose, and see what it would do', async () => {
    await pages.open('/status')
    await pages.arrived(t.databases.title)
    await pages.chooseForAll('stop')
    await pages.button(t.decisions.submit).waitFor()
    await look()
  })

  webkitTest('they find their receipt, and it verifies', async () => {
    await pages.open('/history')
    await pages.arrived(t.receipts.historyTitle)
    await pages.page.getByText(receipt.number).first().waitFor()
    await look()
    await pages.open('/verify')
    await pages.arrived(t.receipts.verifyTitle)
    await pages.page.getByLabel(t.receipts.paste).fill(receipt.jws)
    await pages.button(t.receipts.verify).click()
    await pages.page.getByRole('heading', { name: t.receipts.valid }).waitFor()
    await look()
  })

  webkitTest('they see their settings, and sign out', async () => {
    await pages.open('/settings')
    await pages.button(t.settings.signOut).waitFor()
    await look()
    await pages.signOut()
    await pages.open('/status')
    await pages.arrived(t.identity.signInTitle)
  })
})
