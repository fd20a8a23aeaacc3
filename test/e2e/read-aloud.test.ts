import { join } from 'node:path'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { launchBrowser } from '../../mocks/demo/browser.ts'
import { openPhone } from '../support/phone.ts'
import { ROOT } from '../support/sources.ts'
import { startWorld, type World } from '../support/world.ts'

let world: World
let browser: Browser

beforeAll(async () => {
  world = await startWorld({ web: join(ROOT, 'web', 'dist') })
  browser = await launchBrowser({ headless: true })
})
afterAll(async () => {
  await browser?.close()
  await world?.close()
})

/** Runs in the page: a voice that begins each text and ends it when told to. Headless Chromium has none. */
function giveVoice(): void {
  type Spoken = { text: string; onstart?: () => void; onend?: () => void }
  const spoken: Spoken[] = []
  const synthesis = Object.assign(new EventTarget(), {
    getVoices: () => [{ lang: 'ja-JP', localService: true }],
    speak(utterance: Spoken) {
      spoken.push(utterance)
      setTimeout(() => utterance.onstart?.(), 0)
    },
    cancel() {},
  })
  Object.defineProperty(globalThis, 'speechSynthesis', { value: synthesis })
  Object.defineProperty(globalThis, 'SpeechSynthesisUtterance', {
    value: class {
      text: string
      constructor(text: string) {
        this.text = text
      }
    },
  })
  Object.assign(globalThis, { spoken, finish: () => spoken.at(-1)?.onend?.() })
}

const marked = () => [...(CSS.highlights.get('reading') ?? [])].map((range) => range.toString())

test('a person has P1 read to them from the panel, and sees the sentence that is read', async () => {
  const phone = await openPhone(browser, { origin: world.origin, language: 'ja' })
  const { page, pages, t } = phone
  await page.addInitScript(giveVoice)
  await pages.open()
  await pages.button(t.shell.display).click()
  await pages.button(t.reading.start).click()
  const bar = page.getByRole('region', { name: t.reading.bar })
  await bar.waitFor()
  expect(await page.getByRole('dialog').count(), 'the panel closes').toBe(0)
  await expect.poll(() => page.evaluate(marked)).toEqual([t.welcome.title])
  for (let sentences = 0; sentences < 3; sentences++)
    await page.evaluate(() => (globalThis as unknown as { finish(): void }).finish())
  await expect.poll(() => page.evaluate(marked)).toHaveLength(1)
  const spoken = await page.evaluate(() =>
    (globalThis as unknown as { spoken: { text: string }[] }).spoken.map(({ text }) => text),
  )
  expect(spoken).toHaveLength(4)
  await expect.poll(() => page.evaluate(marked)).toEqual(spoken.slice(-1))
  expect(await phone.violations()).toEqual([])
  await phone.picture('ja-p1-reading')
  await bar.getByRole('button', { name: t.reading.stop }).click()
  await bar.waitFor({ state: 'detached' })
  expect(await page.evaluate(marked)).toEqual([])
  expect(phone.complaints).toEqual([])
})

test('without a voice there is no button', async () => {
  const { pages, t } = await openPhone(browser, { origin: world.origin, language: 'ja' })
  await pages.open()
  await pages.button(t.shell.display).click()
  await pages.button(t.shell.close).waitFor()
  await pages.radio('English').waitFor()
  expect(await pages.button(t.reading.start).count()).toBe(0)
})
