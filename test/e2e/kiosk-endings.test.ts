import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Browser } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { launchBrowser } from '../../mocks/demo/browser.ts'
import { GRACE_MS } from '../../web/kiosk/visit/grace.ts'
import { statementOf } from '../../web/text/decision-words.ts'
import { encodeModules } from '../../web/ui/QrCode.tsx'
import { bootBrowser } from '../support/boot-browser.ts'
import { STOPPABLE } from '../support/catalogue.ts'
import { changeKiosk, openKiosk } from '../support/kiosk.ts'
import { readPdf } from '../support/pdf-text.ts'
import { ordinary, toNumbers } from '../support/people.ts'
import type { FeedId } from '../support/setting.ts'
import { ROOT } from '../support/sources.ts'
import { NOTHING, openTerminal, startTerminal, type Terminal } from '../support/terminal.ts'
import { startWorld, type World } from '../support/world.ts'

const VIEWPORT = { width: 1080, height: 1920 }

let world: World
let browser: Browser
let address: string
let terminal: Terminal
let next = 0

/** Makes a new person with linked records, and returns the words that must not outlive the visit. */
async function somebody(): Promise<{ id: string; words: string[] }> {
  const { id, name, coverages } = ordinary(next++)
  await Promise.all(
    STOPPABLE.map((database) => world.holder(database as FeedId).link('research', coverages.map(toNumbers))),
  )
  return { id, words: [name, ...coverages.map(({ number }) => number)] }
}

beforeAll(async () => {
  world = await startWorld({ web: join(ROOT, 'web', 'dist'), embedded: true })
  browser = await launchBrowser({ headless: true, bfcache: true })
  address = `${world.origin}/kiosk#${openKiosk(world).credential}`
})
afterAll(async () => {
  await browser?.close()
  await world?.close()
})
beforeEach(async () => {
  terminal = await openTerminal(browser, address, VIEWPORT)
})
afterEach(() => terminal.close())

/** Runs in the page: the text size on the paper, by the print rules that apply. */
function pointsOnPaper(): number {
  const paper = document.querySelector('.kiosk-paper')
  const rules = [...document.styleSheets]
    .flatMap((sheet) => [...sheet.cssRules])
    .flatMap((rule) =>
      rule instanceof CSSMediaRule && rule.conditionText === 'print' ? [...rule.cssRules] : [],
    )
  const sizes = rules.flatMap((rule) =>
    rule instanceof CSSStyleRule && paper?.matches(rule.selectorText) ? rule.style.fontSize || [] : [],
  )
  return Number.parseFloat(sizes.at(-1) ?? '')
}

const visitsOf = async (world: World) =>
  (await world.check()).session.filter(({ kiosk_id }) => kiosk_id !== null)

/** Begins a visit and shows the person's own numbers. */
async function visit({ id, words }: { id: string; words: string[] }): Promise<void> {
  await terminal.prove(id, 'yes')
  await terminal.enrol()
  expect((await terminal.kept(words)).words).not.toEqual([])
  await terminal.page.evaluate(() => Object.assign(globalThis, { visited: true }))
}

/** Whether the document is still that of the visit, with the state of its program. */
const isOldDocument = () => terminal.page.evaluate(() => 'visited' in globalThis)

/** Expects the start, and nothing of anybody. @param from when the visit ended, to report how long it took */
async function isClean(words: string[], from: number): Promise<void> {
  const { arrived, k, kept } = terminal
  await arrived(k.title)
  console.log(`K0 after ${Math.round(performance.now() - from)} ms`)
  expect(await isOldDocument()).toBe(false)
  expect(await kept(words)).toEqual(NOTHING)
  expect(await visitsOf(world)).toEqual([])
}

/** Expects that Back shows nothing either. */
async function staysClean(words: string[], from: number): Promise<void> {
  const { page, arrived, k, kept } = terminal
  await isClean(words, from)
  await page.goBack()
  await arrived(k.title)
  expect(await kept(words)).toEqual(NOTHING)
}

test('taking the card out ends the visit', async () => {
  const { words, ...person } = await somebody()
  await visit({ ...person, words })
  const from = performance.now()
  await terminal.takeCard()
  await staysClean(words, from)
})

test('a crashed tab leaves nothing to the next one', async () => {
  const { page, context } = terminal
  const { words, ...person } = await somebody()
  await visit({ ...person, words })
  const crashed = page.waitForEvent('crash')
  page.goto('chrome://crash').catch(() => {})
  await crashed
  const from = performance.now()
  terminal = await startTerminal(context, address)
  await isClean(words, from)
})

test('an answer after the end is shown to nobody', async () => {
  const { page, tap, arrived, k, t, kept } = terminal
  const { words, ...person } = await somebody()
  await visit({ ...person, words })
  const [late, rest] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()]
  const held = page.waitForRequest('**/api/databases')
  const answered = Promise.withResolvers<string>()
  await page.route('**/api/databases', async (route) => {
    const answer = await route.fetch()
    answered.resolve(await answer.text())
    await late.promise
    await route.fulfill({ response: answer }).catch(() => {})
  })
  await tap(k.next)
  const asked = await held
  expect(await answered.promise).toContain('linkages')
  // The document stays until the session has ended, so earlier answers still reach the program of the visit.
  await page.route('**/api/**', async (route) => {
    await rest.promise
    await route.continue().catch(() => {})
  })
  const outcome = Promise.race([
    page.waitForEvent('requestfailed', (request) => request === asked).then(() => 'dropped'),
    page.waitForEvent('requestfinished', (request) => request === asked).then(() => 'read'),
  ])
  await tap(k.leave)
  late.resolve()
  expect(await outcome).toBe('dropped')
  expect(await isOldDocument()).toBe(true)
  expect((await kept(words)).words).toEqual([])
  for (const title of [t.databases.title, t.databases.linkedTitle])
    expect(await page.getByText(title).count()).toBe(0)
  rest.resolve()
  await page.waitForURL(/\?ended/)
  await arrived(k.title)
  expect(await isOldDocument()).toBe(false)
  await tap(k.begin)
  await arrived(k.methodTitle)
  await page.unrouteAll({ behavior: 'wait' })
  await arrived(k.methodTitle)
  expect(await page.getByText(t.databases.linkedTitle).count()).toBe(0)
  expect((await kept(words)).words).toEqual([])
})

test('after a minute without network it says so and how else to decide, and starts over when the network is back', async () => {
  const { page, arrived, k, kept, offline } = terminal
  const { words, ...person } = await somebody()
  await visit({ ...person, words })
  await offline(true)
  await page.getByText(k.cut).waitFor()
  await terminal.wait(GRACE_MS)
  await arrived(k.outTitle)
  await page.getByText(k.outPhone('000-000-0000')).waitFor()
  await page.getByText(k.outWays(new URL(page.url()).host)).waitFor()
  // Only the cookie waits for the network, because no script can erase it. Nothing on the screen is the person's.
  expect(await kept(words)).toEqual({ ...NOTHING, cookies: expect.any(Number) })
  expect(await terminal.survey({ spokenOnly: true })).toEqual([])
  const from = performance.now()
  await offline(false)
  await staysClean(words, from)
})

test('a blocked kiosk says so, and its visit is over', async () => {
  const { page, arrived, k, kept } = terminal
  const { words, ...person } = await somebody()
  await visit({ ...person, words })
  await changeKiosk(world, 'front-desk', { blocked: true })
  try {
    await terminal.ask()
    await arrived(k.outTitle)
    await page.getByText(k.outReasons.refused).waitFor()
    expect((await kept(words)).words).toEqual([])
    expect(await terminal.survey({ spokenOnly: true })).toEqual([])
  } finally {
    await changeKiosk(world, 'front-desk', { blocked: false })
  }
  const from = performance.now()
  await terminal.ask()
  await staysClean(words, from)
})

test('a person who continues on the phone is signed out before the code appears', async () => {
  const { page, tap, arrived, k } = terminal
  await tap(k.begin)
  await tap(k.phone)
  await arrived(k.phoneTitle)
  const drawn = await page.getByRole('img', { name: k.phoneQr }).locator('path').last().getAttribute('d')
  expect(drawn).toBe((await encodeModules(`${world.origin}/`)).path)
  await page.getByText(world.origin, { exact: true }).waitFor()
  await expect.poll(() => visitsOf(world)).toEqual([])
  const from = performance.now()
  await tap(k.finish)
  await page.waitForURL(/\?ended/)
  await staysClean([], from)
})

test('the paper says what was decided and how to change it, but not who decided', async () => {
  const { page, tap, k, t } = terminal
  const { words, ...person } = await somebody()
  await visit({ ...person, words })
  await tap(k.next)
  await terminal.stopAll('ja')
  const number = await page.locator('.id.number').innerText()
  // Replaced, because the browser's own dialog would print at the same time as the test.
  const asked = await page.evaluateHandle(() => {
    const counted = { times: 0 }
    globalThis.print = () => counted.times++
    return counted
  })
  await tap(k.print)
  await expect.poll(() => asked.evaluate(({ times }) => times)).toBe(1)
  const { text, widthMm, pages } = readPdf(await page.pdf({ preferCSSPageSize: true }))
  expect([Math.round(widthMm), pages]).toEqual([80, 1])
  const statement = statementOf(t, { choice: 'stop', scope: { all: true } }, (id) => id)
  for (const part of [number, statement, k.paperChange, k.outPhone('000-000-0000')])
    expect(text).toContain(part.normalize('NFKC').replaceAll(/\s/g, ''))
  expect(text).toMatch(/令和\d+年\(\d{4}年\)\d+月\d+日午[前後]\d+時\d\d分/)
  expect(words.filter((word) => text.includes(word.normalize('NFKC').replaceAll(/\s/g, '')))).toEqual([])
  const points: number[] = []
  for (const size of k.sizes) {
    await page.getByRole('button', { name: size, exact: true }).click()
    points.push(await page.evaluate(pointsOnPaper))
    expect(readPdf(await page.pdf({ preferCSSPageSize: true })).pages).toBe(1)
  }
  expect(points).toEqual([10, 13, 17])
  const from = performance.now()
  await tap(k.finish)
  await page.waitForURL(/\?ended/)
  await staysClean([...words, number], from)
})

test('after a power cut the same profile opens at the start, empty', async () => {
  const profile = await mkdtemp(join(tmpdir(), 'erabu-kiosk-'))
  const booted: Awaited<ReturnType<typeof bootBrowser>>[] = []
  const boot = async () => {
    const one = await bootBrowser(profile)
    booted.push(one)
    return one
  }
  const { words, ...person } = await somebody()
  try {
    const first = await boot()
    terminal = await startTerminal(first.context, address)
    await visit({ ...person, words })
    // No cookie is ever written to disk.
    expect(new Set((await first.context.cookies()).map(({ expires }) => expires))).toEqual(new Set([-1]))
    await first.cut()

    const second = await boot()
    const restored = second.context.pages().filter((page) => page.url().includes('/kiosk'))
    expect(restored).toEqual([])
    expect(await second.context.cookies()).toEqual([])
    const from = performance.now()
    terminal = await startTerminal(second.context, address)
    await isClean(words, from)
  } finally {
    for (const one of booted) await one.cut()
    await rm(profile, { recursive: true, force: true, maxRetries: 5 })
  }
})
