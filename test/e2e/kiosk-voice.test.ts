import { join } from 'node:path'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { launchBrowser } from '../../mocks/demo/browser.ts'
import { languages } from '../../web/text/language.ts'
import { withoutRuby } from '../../web/text/ruby.ts'
import { STOPPABLE } from '../support/catalogue.ts'
import { openKiosk } from '../support/kiosk.ts'
import { ordinary, toNumbers } from '../support/people.ts'
import type { FeedId } from '../support/setting.ts'
import { ROOT } from '../support/sources.ts'
import { speak } from '../support/survey.ts'
import { openTerminal } from '../support/terminal.ts'
import { terminalWordsOf } from '../support/words.ts'
import { startWorld, type World } from '../support/world.ts'

let world: World
let browser: Browser
let address: string

beforeAll(async () => {
  world = await startWorld({ web: join(ROOT, 'web', 'dist'), embedded: true })
  browser = await launchBrowser({ headless: true })
  address = `${world.origin}/kiosk#${openKiosk(world).credential}`
})
afterAll(async () => {
  await browser?.close()
  await world?.close()
})

/** Adds one Japanese voice to a page. It speaks at once, and records its texts. */
async function giveVoice(page: Page) {
  const spoken: string[] = []
  await page.exposeFunction('speakInRoom', (text: string) => {
    spoken.push(text)
  })
  await page.addInitScript(() => {
    class Utterance {
      onstart = () => {}
      onend = () => {}
      text: string
      constructor(text: string) {
        this.text = text
      }
    }
    const synthesis = Object.assign(new EventTarget(), {
      getVoices: () => [{ lang: 'ja-JP', localService: true }],
      speak(utterance: Utterance) {
        ;(globalThis as unknown as { speakInRoom(text: string): void }).speakInRoom(utterance.text)
        utterance.onstart()
        utterance.onend()
      },
      cancel() {},
    })
    Object.defineProperty(globalThis, 'speechSynthesis', { value: synthesis })
    Object.defineProperty(globalThis, 'SpeechSynthesisUtterance', { value: Utterance })
  })
  return spoken
}

test('a visit is read aloud, except what the room must not hear', async () => {
  const terminal = await openTerminal(browser, address, { width: 1280, height: 800 })
  const { page, k, t, tap, arrived } = terminal
  const { id, name, coverages } = ordinary(0)
  for (const database of STOPPABLE)
    await world.holder(database as FeedId).link('research', coverages.map(toNumbers))
  const spoken = await giveVoice(page)
  await page.reload()
  await arrived(k.title)
  await tap(k.speak)
  const hears = (text: string) => expect.poll(() => spoken.join('')).toContain(text)
  await hears(k.lead)

  await terminal.prove(id, 'yes')
  await hears(k.enrolTitle)
  await terminal.enrol()
  await hears(t.coverage.shown)
  // Reading starts over, now that the numbers are on the screen.
  for (const _ of ['off', 'on']) await tap(k.speak)
  await hears(`${t.coverage.current}。${k.unspoken}`)
  await tap(k.next)
  await arrived(t.databases.title)
  await tap(k.toChoose)
  await page.getByRole('radio', { name: t.decisions.scopeAll, exact: true }).check()
  await tap(k.next)
  await page.getByRole('radio', { name: t.decisions.stop }).waitFor()
  await tap(k.next)
  await hears(t.decisions.needChoice)
  await page.getByRole('radio', { name: t.decisions.stop }).check()
  await tap(k.next)
  await arrived(t.decisions.confirmTitle)
  await hears(k.submitLead)
  await tap(t.decisions.submit)
  await arrived(t.decisions.doneTitle)
  await hears(`${t.decisions.receiptNumber}。${k.unspoken}`)
  const receipt = await page.locator('.id.number').innerText()
  await tap(k.qr)
  await hears(k.scan)

  const secrets = [receipt, name, ...coverages.flatMap(Object.values)].filter(
    (secret) => typeof secret === 'string' && secret.length > 3,
  )
  expect(secrets.length).toBeGreaterThan(4)
  const said = spoken.join('')
  expect(secrets.filter((secret) => said.includes(secret))).toEqual([])
  await terminal.close()
})

test.each([
  { width: 1280, height: 800 },
  { width: 1080, height: 1920 },
])('a terminal of $width × $height without a voice says so in each language', async (viewport) => {
  const terminal = await openTerminal(browser, address, viewport)
  const { page, k, tap, picture } = terminal
  await tap(k.speak)
  for (const language of languages) {
    await speak(page, language)
    const words = withoutRuby(terminalWordsOf[language].kiosk.noVoice)
    await expect.poll(() => page.evaluate(shownWords)).toContain(words)
    await picture(`kiosk-no-voice-${viewport.width}-${language}`)
    expect(await terminal.faults()).toEqual([])
  }
  await terminal.close()
})

/** Runs in the page: returns the text of its head, without readings. */
function shownWords(): string {
  const head = document.querySelector('header')?.cloneNode(true) as HTMLElement
  for (const reading of head.querySelectorAll('rt, rp')) reading.remove()
  return head.textContent ?? ''
}
