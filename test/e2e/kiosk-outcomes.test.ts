import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { launchBrowser } from '../../mocks/demo/browser.ts'
import { BY_NAME } from '../../mocks/holder/population.ts'
import { languages } from '../../web/text/language.ts'
import { type DemoSystem, startDemoSystem } from '../support/demo-system.ts'
import { speak } from '../support/survey.ts'
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

/** The words of an element without their readings. Runs in the page. */
function wordsIn(shown: Element): string {
  const copy = shown.cloneNode(true) as Element
  for (const reading of copy.querySelectorAll('rt, rp')) reading.remove()
  return copy.textContent ?? ''
}

test('at a kiosk a person reads that a record may be somebody else’s, and that it is held for that', async () => {
  const start = /http:\S+\/kiosk#\S+/.exec(system.output())?.[0] ?? ''
  const terminal = await openTerminal(browser, start, { width: 1080, height: 1920 })
  const { page, k, t, tap, arrived, picture } = terminal
  const { database, resident } = BY_NAME
  const card = page.locator(`article[aria-labelledby="database-${database}"]`)
  const says = async (name: string, said: (d: typeof t.databases) => string[], not: typeof said) => {
    for (const language of languages) {
      await speak(page, language)
      const d = messagesOf[language].databases
      const words = () => card.evaluate(wordsIn)
      for (const one of said(d)) await expect.poll(words).toContain(one)
      for (const one of not(d)) expect(await words()).not.toContain(one)
      await picture(`kiosk-${language}-${name}`)
    }
    await speak(page, 'ja')
    expect(await terminal.survey()).toEqual([])
  }
  try {
    await terminal.prove(resident, 'yes')
    await terminal.enrol()
    await tap(k.next)
    await arrived(t.databases.title)
    await says(
      'unsure',
      (d) => [d.lowPrecision, d.standings.usable],
      (d) => [d.held],
    )

    const namesake = { resident: 'r46', choice: 'stop' }
    const headers = { 'content-type': 'application/json' }
    const decided = await fetch(`${system.portalUrl}/_control/decisions`, {
      method: 'POST',
      headers,
      body: JSON.stringify(namesake),
    })
    expect(decided.ok).toBe(true)
    const states = async () => (await system.held(database, resident)).map(({ state }) => state)
    await expect.poll(states, { timeout: 20_000 }).toEqual(['stopped'])
    await tap(k.leave)
    await arrived(k.title)
    await terminal.signIn()
    await says(
      'held',
      (d) => [d.lowPrecision, d.held, d.standings.registered],
      (d) => [d.standings.usable],
    )
    await tap(k.leave)
    await arrived(k.title)
  } finally {
    await terminal.close()
  }
})

// What these people's databases report differs (mocks/holder/mixture.ts).
test.each([
  {
    width: 1080,
    height: 1920,
    resident: 'r14',
    said: { 'demo-registry': 'not-found', 'demo-jisedai': 'partly', 'demo-biobank': 'applied' },
  },
  {
    width: 1280,
    height: 800,
    resident: 'r20',
    said: { 'demo-registry': 'applied', 'demo-jisedai': 'not-found', 'demo-biobank': 'cannot' },
  },
] as const)('at a kiosk of $width × $height a person reads what became of a stop', async (one) => {
  const { width, height, resident, said } = one
  const start = /http:\S+\/kiosk#\S+/.exec(system.output())?.[0] ?? ''
  const terminal = await openTerminal(browser, start, { width, height })
  const { page, k, tap, arrived, picture } = terminal
  try {
    await terminal.prove(resident, 'yes')
    await terminal.enrol()
    await tap(k.next)
    await terminal.stopAll('ja')
    await tap(k.none)
    await arrived(k.title)
    const told = async (database: string) => {
      type Told = { database: string; outcomes: Record<string, number> }
      const { holders } = (await (await fetch(`${system.consoleUrl}/_control`)).json()) as { holders: Told[] }
      return Object.keys(holders.find((holder) => holder.database === database)?.outcomes ?? {})
    }
    for (const [database, code] of Object.entries(said))
      await expect.poll(() => told(database)).toContain(code)

    await terminal.signIn()
    for (const language of languages) {
      await speak(page, language)
      const { outcomes } = messagesOf[language].databases
      for (const [database, code] of Object.entries(said)) {
        const card = page.locator(`article[aria-labelledby="database-${database}"]`)
        // Readings stand between the words of やさしい日本語.
        if (language === 'ja-easy') await card.waitFor()
        else await card.getByText(outcomes[code]).first().waitFor()
      }
      await picture(`kiosk-${width}-${language}-outcomes`)
    }
    await speak(page, 'ja')
    expect(await terminal.survey()).toEqual([])
    await tap(k.leave)
    await arrived(k.title)
  } finally {
    await terminal.close()
  }
})
