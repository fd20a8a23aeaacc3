import type { Browser } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { launchBrowser } from '../../mocks/demo/browser.ts'
import { residents } from '../../mocks/residents.ts'
import { kiosk as en } from '../../web/text/en/kiosk.ts'
import { LANGUAGES } from '../../web/text/language.ts'
import { type DemoSystem, startDemoSystem } from '../support/demo-system.ts'
import { NOTHING, openTerminal, type Terminal } from '../support/terminal.ts'
import { messagesOf } from '../support/words.ts'

/** The strings that would be found if anything of the person stayed. */
const numbersOf = (resident: string) =>
  residents.find(({ id }) => id === resident)?.coverages.map(({ number }) => number) ?? []

let system: DemoSystem
let browser: Browser
let terminal: Terminal

beforeAll(async () => {
  system = await startDemoSystem()
  browser = await launchBrowser({ headless: true, bfcache: true })
})
afterAll(async () => {
  await browser?.close()
  await system?.close()
})

describe.each([
  { width: 1080, height: 1920, first: 'r01', second: 'r03', declines: 'r05' },
  { width: 1280, height: 800, first: 'r02', second: 'r06', declines: 'r07' },
])('at a kiosk of $width × $height', ({ width, height, first, second, declines }) => {
  beforeEach(async () => {
    const start = /http:\S+\/kiosk#\S+/.exec(system.output())?.[0] ?? ''
    terminal = await openTerminal(browser, start, { width, height })
  })
  afterEach(() => terminal.close())

  async function nothingStays(...people: string[]) {
    const { page, arrived, k, kept } = terminal
    const numbers = people.flatMap(numbersOf)
    await page.waitForURL(/\?ended/)
    await arrived(k.title)
    expect(await kept(numbers)).toEqual(NOTHING)
    await page.goBack()
    await arrived(k.title)
    expect(await kept(numbers)).toEqual(NOTHING)
  }

  test('two people decide in turn, and nothing of the first is left for the second', async () => {
    const { page, arrived, tap, prove, kept, k, t, stopAll, picture } = terminal
    const faults: string[] = []
    const look = async (language: string) => {
      const title = await page.getByRole('heading', { level: 1 }).innerText()
      await picture(`kiosk-${width}-${language}-${title}`)
      const found = language === 'ja' ? await terminal.survey() : await terminal.faults()
      for (const fault of found) faults.push(`${language}, ${title}: ${fault}`)
    }

    await look('ja')
    await prove(first, 'yes', () => look('ja'))
    await arrived(k.enrolTitle)
    await page.getByText(k.notDone).waitFor()
    await look('ja')
    await terminal.enrol()
    expect((await kept(numbersOf(first))).words).not.toEqual([])
    await look('ja')
    await tap(k.next)
    await stopAll('ja', () => look('ja'))
    expect(await page.getByText(k.notDone).count()).toBe(0)
    await tap(k.none)
    await nothingStays(first)

    const card = await terminal.layCard([])
    await prove(second, 'yes')
    await terminal.enrol()
    expect((await kept(numbersOf(first))).words).toEqual([])
    await tap(LANGUAGES.en.name)
    await arrived(messagesOf.en.coverage.title)
    await look('en')
    await tap(en.next)
    await stopAll('en', () => look('en'))
    expect((await kept(numbersOf(first))).words).toEqual([])
    await tap(en.none)
    await page.getByText(en.ended).waitFor()
    await nothingStays(first, second)

    await terminal.layCard(card)
    await terminal.signIn(() => look('ja'))
    await page.getByText(t.databases.standingStop).first().waitFor()
    await tap(k.leave)
    await nothingStays(first, second)
    expect(faults).toEqual([])
  })

  test('a person who declines at the portal is told so, and leaves nothing', async () => {
    const { arrived, prove, tap, k, t } = terminal
    await prove(declines, 'no')
    await arrived(t.identity.declinedTitle)
    expect(await terminal.survey()).toEqual([])
    await tap(k.leave)
    await nothingStays(declines)
  })

  test('a person who walks away is warned, may continue any number of times, and is then forgotten', async () => {
    const { page, arrived, tap, wait, k } = terminal
    const warning = page.getByRole('dialog')
    await tap(k.begin)
    await arrived(k.methodTitle)
    await wait(45_000)
    await terminal.looks()
    expect(await warning.count()).toBe(0)
    await wait(16_000)
    await warning.waitFor()
    expect(await terminal.survey({ spokenOnly: true })).toEqual([])
    for (let time = 0; time < 5; time++) {
      await warning.getByRole('button', { name: k.stay, exact: true }).click()
      await warning.waitFor({ state: 'detached' })
      await wait(61_000)
      await warning.waitFor()
    }
    await wait(30_000)
    await nothingStays()
    await tap(k.begin)
    await arrived(k.methodTitle)
    await wait(61_000)
    await warning.getByRole('button', { name: k.leave, exact: true }).click()
    await nothingStays()
  })
})
