import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { launchBrowser } from '../../mocks/demo/browser.ts'
import { statementOf } from '../../web/text/decision-words.ts'
import { nameOf } from '../support/catalogue.ts'
import { type DemoSystem, startDemoSystem } from '../support/demo-system.ts'
import { openPhone, type Phone } from '../support/phone.ts'
import { openTerminal } from '../support/terminal.ts'
import { messagesOf } from '../support/words.ts'

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

/** What the simulated holders have of a person, as `database purpose state`. */
async function held(resident: string): Promise<string[]> {
  const all = await Promise.all(
    ['demo-biobank', 'demo-jisedai', 'demo-registry'].map(async (database) =>
      (await system.held(database, resident)).map(({ purpose, state }) => `${database} ${purpose} ${state}`),
    ),
  )
  return all.flat().sort()
}

describe.each(['ja', 'en'] as const)('in %s', (language) => {
  const t = messagesOf[language]
  const d = t.decisions
  const resident = { ja: 'r03', en: 'r05' }[language]
  const name = (id: string) => nameOf(id, language)
  let phone: Phone

  beforeAll(async () => {
    phone = await openPhone(browser, { origin: system.origin, language })
    await phone.pages.open()
    await phone.pages.begin(resident)
    await phone.pages.makePasskey()
  })
  afterAll(() => phone?.context.close())

  /** Takes a picture of the screen, which must be accessible. */
  async function look(screen: string) {
    await phone.picture(`${language}-scope-${screen}`)
    expect(await phone.violations(), screen).toEqual([])
  }

  const radio = (label: string) => phone.page.getByRole('radio', { name: label, exact: true })
  const box = (label: string) => phone.page.getByRole('checkbox', { name: label, exact: true })

  async function toChoice() {
    await phone.pages.button(d.toChoice).click()
    await radio(d.stop).waitFor()
    expect(await phone.page.locator('input:checked').count()).toBe(0)
  }

  async function choosePage() {
    await phone.pages.open('/choose')
    await radio(d.scopeAll).waitFor()
    expect(await phone.page.locator('input:checked').count()).toBe(0)
  }

  test('stops one purpose in every database', async () => {
    const { page } = phone
    const before = await held(resident)
    await choosePage()
    await radio(d.scopeEverywhere).check()
    expect(await page.locator('input[name=everywhere]:checked').count()).toBe(0)
    await radio(t.databases.purposes.research).check()
    await look('everywhere')
    await toChoice()
    await radio(d.stop).check()
    await look('everywhere-choice')
    await page.getByRole('button', { name: d.next, exact: true }).click()
    const statement = statementOf(t, { choice: 'stop', scope: { purpose: 'research' } }, name)
    await page.getByText(statement, { exact: true }).waitFor()
    await page.getByRole('button', { name: d.submit, exact: true }).waitFor()
    await look('everywhere-confirm')
    const number = await phone.pages.submit()

    await expect
      .poll(() => held(resident))
      .toEqual(before.map((one) => (one.includes('research') ? one.replace(/\w+$/, 'stopped') : one)))
    await page.getByRole('link', { name: t.receipts.see, exact: true }).click()
    await page.getByText(statement, { exact: true }).first().waitFor()
    await page.getByText(number).first().waitFor()
    await page.locator('main svg.qr').waitFor()
    await phone.pages.open('/status')
    const { forPurposes, choices } = t.status
    await page
      .locator('.answer')
      .getByText(forPurposes(t.databases.purposes.research) + choices.stop)
      .waitFor()
    await look('everywhere-status')
  })

  test('allows two databases with one passkey, and gets one receipt', async () => {
    const { page } = phone
    await choosePage()
    await radio(d.scopeDatabase).check()
    expect(await page.locator('input[type=checkbox]:checked').count()).toBe(0)
    for (const id of ['demo-registry', 'demo-biobank']) await box(name(id)).check()
    await look('several')
    await toChoice()
    await radio(d.allow).check()
    await page.getByRole('button', { name: d.next, exact: true }).click()
    const scope = { databases: ['demo-biobank', 'demo-registry'] }
    const statement = statementOf(t, { choice: 'allow', scope }, name)
    await page.getByText(statement, { exact: true }).waitFor()
    await page.getByRole('button', { name: d.submit, exact: true }).waitFor()
    await look('several-confirm')
    const signs = async () => (await phone.authenticator.passkeys()).map(({ signCount }) => signCount)
    const [signed = 0] = await signs()
    const number = await phone.pages.submit()
    expect(await signs()).toEqual([signed + 1])
    await expect
      .poll(async () => (await held(resident)).filter((one) => one.includes('research')))
      .toEqual([
        'demo-biobank research usable',
        'demo-jisedai research stopped',
        'demo-registry research usable',
      ])

    await phone.pages.open('/history')
    const first = page.locator('ol .card').first()
    await first.getByText(statement, { exact: true }).waitFor()
    await first.getByText(number).waitFor()
    expect(await page.locator('ol .card').count()).toBe(2)
    await first.getByRole('link').click()
    await page.locator('summary').getByText(t.receipts.wordsTitle).click()
    await page.locator('main li').getByText(statement, { exact: true }).waitFor()
    await look('several-receipt')
    expect(phone.complaints).toEqual([])
  })
})

test.each([
  { width: 1080, height: 1920, resident: 'r06' },
  { width: 1280, height: 800, resident: 'r07' },
])('at a kiosk of $width × $height every scope can be chosen', async ({ width, height, resident }) => {
  const address = /http:\S+\/kiosk#\S+/.exec(system.output())?.[0] ?? ''
  const terminal = await openTerminal(browser, address, { width, height })
  try {
    const { page, k, t, tap, arrived } = terminal
    const d = t.decisions
    const radio = (label: string) => page.getByRole('radio', { name: label, exact: true })
    await terminal.prove(resident, 'yes')
    await terminal.enrol()
    await tap(k.next)
    await arrived(t.databases.title)
    await tap(k.toChoose)
    await radio(d.scopeEverywhere).check()
    await radio(t.databases.purposes.industry).waitFor()
    expect(await page.locator('input:checked').count()).toBe(1)
    expect(await terminal.survey({ spokenOnly: true })).toEqual([])
    await radio(d.scopeDatabase).check()
    for (const id of ['demo-registry', 'demo-jisedai'])
      await page.getByRole('checkbox', { name: nameOf(id, 'ja'), exact: true }).check()
    await terminal.picture(`kiosk-${width}-scope-several`)
    expect(await terminal.survey({ spokenOnly: true })).toEqual([])
    await tap(k.next)
    await radio(d.stop).check()
    await tap(k.next)
    await arrived(d.confirmTitle)
    const scope = { databases: ['demo-jisedai', 'demo-registry'] }
    const statement = statementOf(t, { choice: 'stop', scope }, (id) => nameOf(id, 'ja'))
    await page.getByText(statement, { exact: true }).waitFor()
    await page.getByRole('button', { name: d.submit }).waitFor()
    expect(await terminal.survey({ spokenOnly: true })).toEqual([])
    await tap(d.submit)
    await arrived(d.doneTitle)
    await page.getByText(statement, { exact: true }).first().waitFor()
    expect(await terminal.faults()).toEqual([])
    const states = async () => (await held(resident)).filter((one) => !one.startsWith('demo-biobank'))
    await expect
      .poll(async () => new Set((await states()).map((one) => one.split(' ')[2])))
      .toEqual(new Set(['stopped']))
    expect((await held(resident)).filter((one) => one.startsWith('demo-biobank')).join()).not.toContain(
      'stopped',
    )
    await tap(k.none)
    await page.waitForURL(/\?ended/)
  } finally {
    await terminal.close()
  }
})
