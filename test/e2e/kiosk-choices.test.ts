import { join } from 'node:path'
import type { Browser, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { launchBrowser } from '../../mocks/demo/browser.ts'
import { DEAF_MS } from '../../web/kiosk/hands/hands.ts'
import { kiosk as ja } from '../../web/text/ja/kiosk.ts'
import { languages } from '../../web/text/language.ts'
import { STOPPABLE } from '../support/catalogue.ts'
import { openKiosk } from '../support/kiosk.ts'
import { ordinary, toNumbers } from '../support/people.ts'
import type { FeedId } from '../support/setting.ts'
import { ROOT } from '../support/sources.ts'
import { speak } from '../support/survey.ts'
import { openTerminal, type Terminal } from '../support/terminal.ts'
import { sharesInSight } from '../support/visibility.ts'
import { startWorld, type World } from '../support/world.ts'

const FORMATS = [
  { width: 1280, height: 800 },
  { width: 1080, height: 1920 },
  { width: 1024, height: 768 },
]

let world: World
let browser: Browser
let address: string
let terminal: Terminal

beforeAll(async () => {
  world = await startWorld({ web: join(ROOT, 'web', 'dist'), embedded: true })
  browser = await launchBrowser({ headless: true })
  address = `${world.origin}/kiosk#${openKiosk(world).credential}`
})
beforeEach(async () => {
  terminal = await openTerminal(browser, address, { width: 1080, height: 1920 })
})
afterEach(() => terminal.close())
afterAll(async () => {
  await browser?.close()
  await world?.close()
})

/** Chooses a text size by its position among the three. */
async function size(page: Page, index: number): Promise<void> {
  await page.locator('.kiosk-controls fieldset').nth(1).getByRole('button').nth(index).click()
}

const scrolled = (page: Page, to: number) =>
  page.evaluate(
    (top) =>
      new Promise<void>((next) => {
        document.querySelector('main')?.scrollTo(0, top)
        requestAnimationFrame(() => requestAnimationFrame(() => next()))
      }),
    to,
  )

/**
 * Looks at the options of a screen in every format, language and text size.
 * @param whole whether all must be wholly in sight
 * @returns where they are not, or where one is more in sight than another
 */
async function unlike(selector: string, name: string, { whole }: { whole: boolean }): Promise<string[]> {
  const { page, picture } = terminal
  const faults: string[] = []
  for (const format of FORMATS) {
    await page.setViewportSize(format)
    for (const language of languages) {
      await speak(page, language)
      for (const index of [0, 1, 2]) {
        await size(page, index)
        await page.evaluate(() => new Promise((next) => setTimeout(next, 150)))
        const where = `${name}, ${format.width} × ${format.height}, ${language}, size ${index}`
        const first = await page.evaluate(sharesInSight, selector)
        if (index === 2) await picture(where.replaceAll(/[ ,×]+/g, '-'))
        if (first.length < 2 || (whole && first.some((share) => share < 1)))
          faults.push(`${where}: ${first.join(' ')}`)
        const top = await page.evaluate(() => document.querySelector('main')?.scrollTop ?? 0)
        for (const to of [0, 120, 10_000]) {
          await scrolled(page, to)
          const shares = await page.evaluate(sharesInSight, selector)
          if (Math.max(...shares) - Math.min(...shares) > 0.01)
            faults.push(`${where}, scrolled to ${to}: ${shares.join(' ')}`)
        }
        await scrolled(page, top)
      }
    }
  }
  await size(page, 0)
  await speak(page, 'ja')
  return faults
}

test('all options are in sight together, in every format, language and text size', async () => {
  const { page, k, t, tap, arrived } = terminal
  const { id, coverages } = ordinary(0)
  for (const database of STOPPABLE)
    await world.holder(database as FeedId).link('research', coverages.map(toNumbers))
  const OPTIONS = '.kiosk-options button'
  const faults: string[] = []

  await tap(k.begin)
  await arrived(k.methodTitle)
  faults.push(...(await unlike(OPTIONS, 'method', { whole: false })))
  await tap(k.leave)
  await arrived(k.title)
  await terminal.prove(id, 'yes', async () => {})
  await terminal.enrol()
  await tap(k.next)
  await arrived(t.databases.title)
  await tap(k.toChoose)
  await page.getByRole('radio', { name: t.decisions.scopeAll, exact: true }).check()
  await tap(k.next)
  await page.getByRole('radio', { name: t.decisions.stop }).waitFor()
  faults.push(...(await unlike('.options.equal .radio', 'choice', { whole: true })))
  await tap(k.next)
  await page.getByRole('alert').first().waitFor()
  await page.getByRole('radio', { name: t.decisions.stop }).check()
  expect(await page.getByText(t.decisions.needChoice).count()).toBe(0)
  await tap(k.next)
  await page.getByRole('button', { name: t.decisions.submit }).click()
  await arrived(t.decisions.doneTitle)
  faults.push(...(await unlike(OPTIONS, 'done', { whole: true })))
  expect(faults).toEqual([])

  // A person with their receipt on the screen needs no network.
  await terminal.offline(true)
  for (const ms of [50_000, 50_000]) {
    await terminal.wait(ms)
    await page.locator('h1').dispatchEvent('pointerdown')
    await terminal.looks()
  }
  expect(await page.getByRole('heading', { level: 1 }).innerText()).toContain(t.decisions.doneTitle)
  await terminal.offline(false)
  await tap(k.none)
  await page.waitForURL(/\?ended/)
})

test('a short loss of the network ends no visit, and two quick taps answer only one question', async () => {
  const { page, context, k, arrived, offline, tap } = terminal
  await arrived(k.title)
  const devtools = await context.newCDPSession(page)
  const touch = async (name: string, drift = 0) => {
    const box = await page.getByRole('button', { name }).first().boundingBox()
    const [x, y] = [(box?.x ?? 0) + 60, (box?.y ?? 0) + 30]
    const send = (type: 'touchStart' | 'touchMove' | 'touchEnd', points: { x: number; y: number }[]) =>
      devtools.send('Input.dispatchTouchEvent', { type, touchPoints: points })
    await send('touchStart', [{ x, y }])
    if (drift) await send('touchMove', [{ x, y: y + drift }])
    await send('touchEnd', [])
  }
  const settle = () => page.evaluate((ms) => new Promise((next) => setTimeout(next, ms)), DEAF_MS + 100)

  /** Taps twice. @returns whether the second tap came while presses are ignored: a busy machine may be too slow. */
  const twice = async () => {
    await settle()
    await touch(ja.begin)
    await arrived(k.methodTitle)
    await page.evaluate(() =>
      addEventListener(
        'touchstart',
        () =>
          Object.assign(document.documentElement.dataset, {
            touched: 'deaf' in document.documentElement.dataset ? 'deaf' : 'heard',
          }),
        { capture: true, once: true },
      ),
    )
    await touch(ja.card)
    return (await page.evaluate(() => document.documentElement.dataset.touched)) === 'deaf'
  }
  while (!(await twice())) {
    await arrived(k.beforeTitle)
    await tap(k.leave)
    await arrived(k.title)
  }
  await settle()
  await arrived(k.methodTitle)
  await touch(ja.card, 18)
  await arrived(k.beforeTitle)
  await settle()
  await touch(ja.known, 90)
  await settle()
  await arrived(k.beforeTitle)

  await offline(true)
  await page.getByText(k.cut).waitFor()
  await arrived(k.beforeTitle)
  await offline(false)
  await page.getByText(k.cut).waitFor({ state: 'detached' })
  await tap(k.first)
  await arrived(terminal.t.identity.proofTitle)
  await page.route('**/api/kiosk', async (route) => {
    await new Promise((next) => setTimeout(next, 9_000))
    await route.continue().catch(() => {})
  })
  await page.getByText(k.cut).waitFor({ timeout: 30_000 })
  await arrived(terminal.t.identity.proofTitle)
  await page.unrouteAll({ behavior: 'ignoreErrors' })
  await page.getByText(k.cut).waitFor({ state: 'detached', timeout: 30_000 })
  await tap(k.leave)
  await page.waitForURL(/\?ended/)
})
