import type { Browser } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { launchBrowser } from '../../mocks/demo/browser.ts'
import { residents } from '../../mocks/residents.ts'
import { kiosk as en } from '../../web/text/en/kiosk.ts'
import { LANGUAGES } from '../../web/text/language.ts'
import { type DemoSystem, startDemoSystem } from '../support/demo-system.ts'
import { openTerminal, type Terminal } from '../support/terminal.ts'
import { messagesOf } from '../support/words.ts'

const NOTHING = {
  local: 0,
  session: 0,
  databases: 0,
  caches: 0,
  workers: 0,
  state: null,
  checked: 0,
  cookies: 0,
}
/** What would be found if anything of the person stayed. */
const numbersOf = (resident: string) =>
  residents.find(({ id }) => id === resident)?.coverages.map(({ number }) => number) ?? []

let system: DemoSystem
let browser: Browser
let terminal: Terminal

beforeAll(async () => {
  system = await startDemoSystem()
  browser = await launchBrowser({ headless: true })
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
    const { page, arrived, k, holds, kept } = terminal
    const numbers = people.flatMap(numbersOf)
    await page.waitForURL(/\?ended/)
    await arrived(k.title)
    expect(await kept()).toEqual(NOTHING)
    expect(await holds(numbers)).toEqual([])
    await page.goBack()
    await arrived(k.title)
    expect(await kept()).toEqual(NOTHING)
    expect(await holds(numbers)).toEqual([])
  }

  test('two people decide in turn, and nothing of the first is there for the second or stays', async () => {
    const { page, arrived, tap, prove, holds, k, t, stopAll, picture } = terminal
    const faults: string[] = []
    const look = async (language: string) => {
      const title = await page.getByRole('heading', { level: 1 }).innerText()
      await picture(`kiosk-${width}-${language}-${title}`)
      for (const fault of await terminal.faults()) faults.push(`${language}, ${title}: ${fault}`)
    }

    /** Lays a new card, and sees the person's own number. */
    const enrol = async (person: string) => {
      await tap(k.enrol)
      await arrived(t.coverage.title)
      await tap(t.coverage.show)
      await page
        .getByText(numbersOf(person)[0] ?? '-')
        .first()
        .waitFor()
    }

    await look('ja')
    await prove(first, 'yes')
    await arrived(k.enrolTitle)
    await page.getByText(k.notDone).waitFor()
    await look('ja')
    await enrol(first)
    await look('ja')
    await tap(k.next)
    await stopAll('ja', () => look('ja'))
    expect(await page.getByText(k.notDone).count()).toBe(0)
    await tap(k.none)
    await nothingStays(first)

    const card = await terminal.layCard([])
    await prove(second, 'yes')
    await arrived(k.enrolTitle)
    await enrol(second)
    expect(await holds(numbersOf(first))).toEqual([])
    await tap(LANGUAGES.en.name)
    await arrived(messagesOf.en.coverage.title)
    await look('en')
    await tap(en.next)
    await stopAll('en', () => look('en'))
    expect(await holds(numbersOf(first))).toEqual([])
    await tap(en.none)
    await nothingStays(first, second)

    await terminal.layCard(card)
    await terminal.signIn()
    await look('ja')
    await page.getByText(t.databases.standingStop).first().waitFor()
    await tap(k.leave)
    await nothingStays(first, second)
    expect(faults).toEqual([])
  })

  test('somebody who declines at the portal hears so, and leaves nothing', async () => {
    const { arrived, prove, tap, k, t } = terminal
    await prove(declines, 'no')
    await arrived(t.identity.declinedTitle)
    expect(await terminal.faults()).toEqual([])
    await tap(k.leave)
    await nothingStays(declines)
  })

  test('who walks away is warned, may go on, and is then forgotten', async () => {
    const { page, arrived, tap, wait, k } = terminal
    const warning = page.getByRole('dialog')
    await tap(k.begin)
    await arrived(k.methodTitle)
    await wait(59_000)
    expect(await warning.count()).toBe(0)
    await wait(2_000)
    await warning.waitFor()
    expect(await terminal.faults()).toEqual([])
    await warning.getByRole('button', { name: k.stay, exact: true }).click()
    await warning.waitFor({ state: 'detached' })
    await wait(61_000)
    await warning.waitFor()
    await wait(30_000)
    await nothingStays()
  })
})
