import { join } from 'node:path'
import type { Browser } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { launchBrowser } from '../../mocks/demo/browser.ts'
import { nameOf } from '../support/catalogue.ts'
import { DESKS } from '../support/desks.ts'
import { ordinary, PEOPLE, toNumbers } from '../support/people.ts'
import { openPhone, type Phone } from '../support/phone.ts'
import { ROOT } from '../support/sources.ts'
import { startWorld, type World } from '../support/world.ts'

const DATABASE = 'demo-registry'

let world: World
let browser: Browser
let phone: Phone

beforeAll(async () => {
  world = await startWorld({ web: join(ROOT, 'web', 'dist'), embedded: true })
  browser = await launchBrowser({ headless: true })
})
afterAll(async () => {
  await browser?.close()
  await world?.close()
})
beforeEach(async () => {
  phone = await openPhone(browser, { origin: world.origin, language: 'ja' })
})
afterEach(() => phone.context.close())

type Person = { id: string }
type Situation = keyof Phone['t']['missing']['situations']

/** Goes to the portal and back. */
async function prove({ id }: Person, agree = true): Promise<void> {
  const { pages, t } = phone
  await pages.open()
  await pages.link(t.welcome.begin).click()
  await pages.proveAtPortal(id, agree)
}

/** Goes on to P18, and expects the words of a situation, which is `opened` already or is opened now. */
async function reads(situation: Situation, opened = false): Promise<void> {
  const { page, pages, t, violations } = phone
  const { link, title, situations } = t.missing
  const { title: summary, ...words } = situations[situation]
  await pages.link(link).click()
  await pages.arrived(title)
  if (!opened) await page.locator('summary').filter({ hasText: summary }).click()
  for (const said of Object.values(words)) await page.getByText(said).locator('visible=true').last().waitFor()
  expect(await violations()).toEqual([])
}

test.each([
  ['a newborn without a number', PEOPLE.nobody, 'newborn'],
  ['somebody whose only number does not resolve yet', PEOPLE.unresolved, 'unresolved'],
] as const)('%s is told that it is not there, and goes on to what it means', async (_, person, situation) => {
  await prove(person)
  await phone.pages.arrived(phone.t.identity.noDataTitle)
  await reads(situation)
  expect((await world.check()).patient).toEqual([])
})

test('somebody who declined is led to what that means', async () => {
  await prove(PEOPLE.jobChanger, false)
  await phone.pages.arrived(phone.t.identity.declinedTitle)
  await reads('declined', true)
  expect(new URL(phone.page.url()).hash).toBe('#declined')
})

test('people whose new number is not known yet, or who are on public assistance, are identified', async () => {
  for (const person of [PEOPLE.justChanged, PEOPLE.onAssistance]) {
    await prove(person)
    await phone.pages.arrived(phone.t.identity.readyTitle)
    await phone.context.clearCookies()
  }
})

test('somebody without linkages reads on P4 why, and a choice for all reaches what is told later', async () => {
  const { pages, page, t } = phone
  await prove(ordinary(5))
  await pages.arrived(t.identity.readyTitle)
  await pages.makePasskey()
  await pages.toStatus()
  await page.getByText(t.databases.linkedNone).waitFor()
  await reads('notTold')
  await pages.link(t.missing.toStatus).click()
  await pages.chooseForAll('stop')
  await pages.submit()
  const [linked] = await world.holder(DATABASE).link('research', ordinary(5).coverages.map(toNumbers))
  expect(linked).toMatchObject({ token: expect.any(String) })
  await pages.open('/status')
  await pages.card(nameOf(DATABASE, 'ja')).waitFor()
  expect((await world.check()).token).toMatchObject([{ state: 'revoked' }])
})

test('somebody without a card reads what the certificate is for, and which desk takes it', async () => {
  const { pages, page, t } = phone
  await pages.open('/help#card')
  await pages.arrived(t.help.title)
  await page.locator('#card').getByRole('link', { name: t.missing.link }).click()
  await pages.arrived(t.missing.title)
  await page.getByText(t.missing.situations.card.act).locator('visible=true').waitFor()
  const shown = await page.locator('#card').innerText()
  for (const words of [...t.paper.steps, ...DESKS.map(({ name }) => name.ja)]) expect(shown).toContain(words)
})
