import { join } from 'node:path'
import type { Browser, BrowserContextOptions, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { launchBrowser } from '../../mocks/demo/browser.ts'
import { BROWSERS } from '../gallery/browsers.ts'
import { axeViolations } from '../support/axe.ts'
import { geometryFaults } from '../support/geometry.ts'
import { ROOT } from '../support/sources.ts'
import { messagesOf } from '../support/words.ts'
import { startWorld, type World } from '../support/world.ts'

const t = messagesOf.ja
const w = t.welcome
const JAPANESE = { locale: 'ja-JP', viewport: { width: 360, height: 740 }, isMobile: true }

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
afterEach(() => Promise.all(browser.contexts().map((context) => context.close())))

const heading = (page: Page, name: string) => page.getByRole('heading', { level: 1, name, exact: true })
/** Playwright finds no words in a <noscript>. */
const notice = (page: Page) => page.locator('noscript').innerText()
const link = (page: Page, name: string) => page.getByRole('link', { name, exact: true })

describe('without JavaScript', () => {
  const open = async (options: BrowserContextOptions = {}) => {
    const context = await browser.newContext({ ...JAPANESE, javaScriptEnabled: false, ...options })
    const page = await context.newPage()
    await page.goto(world.origin)
    return page
  }

  test('P1 is readable, says what needs JavaScript, and shows no control that needs it', async () => {
    const page = await open()
    for (const words of [...w.way, w.lead, ...w.points, w.needTitle, w.need])
      expect(await page.getByText(words, { exact: true }).isVisible(), words).toBe(true)
    expect(await heading(page, w.title).isVisible()).toBe(true)
    expect(await notice(page)).toContain('JavaScript')
    expect(await page.getByRole('button').count()).toBe(0)
    await page.getByText(w.moreTitle, { exact: true }).click()
    expect(await page.getByText(w.operator, { exact: true }).isVisible()).toBe(true)
  })

  test.each([
    [w.begin, '/proofing'],
    [w.again, '/sign-in'],
    [w.otherWays, '/help#card'],
  ])('%s leads to %s, which says what it needs', async (name, path) => {
    const page = await open()
    await link(page, name).click()
    await page.waitForURL(world.origin + path)
    expect(await notice(page)).toContain('JavaScript')
    expect(await page.getByText(w.begin, { exact: true }).count()).toBe(0)
  })

  test.each([320, 360, 1280])('everything on P1 is large and dark enough, %i px wide', async (width) => {
    for (const colorScheme of ['light', 'dark'] as const) {
      const page = await open({ viewport: { width, height: 740 }, isMobile: false, colorScheme })
      expect(await page.evaluate(geometryFaults, undefined)).toEqual([])
    }
  })
})

describe('before the app’s script arrives', () => {
  /** Opens a page whose scripts wait until `arrive`, but for the one that the first paint waits for. */
  async function open(
    options: BrowserContextOptions = {},
    path = '/',
    before?: (page: Page) => Promise<unknown>,
  ) {
    const context = await browser.newContext({ ...JAPANESE, ...options })
    const page = await context.newPage()
    const complaints: string[] = []
    page.on('pageerror', (error) => complaints.push(error.message))
    page.on('console', (message) => {
      // The browser itself reports the answer that nobody is signed in.
      const isOurs = ['error', 'warning'].includes(message.type()) && !message.text().includes('401')
      if (isOurs) complaints.push(message.text())
    })
    await before?.(page)
    const { promise, resolve: arrive } = Promise.withResolvers<void>()
    await page.route(/\/assets\/app-.*\.js$/, async (route) => {
      await promise
      await route.continue()
    })
    await page.goto(world.origin + path, { waitUntil: 'commit' })
    await page.waitForFunction(() =>
      performance.getEntriesByType('resource').some(({ name }) => name.endsWith('.css')),
    )
    return {
      page,
      complaints,
      arrive: async () => {
        arrive()
        await page.locator('html[data-language]').waitFor()
      },
    }
  }

  test.each(['light', 'dark'] as const)('P1 is accessible in a %s scheme', async (colorScheme) => {
    const { page } = await open({ colorScheme })
    await heading(page, w.title).waitFor()
    expect(await axeViolations(page)).toEqual([])
  })

  test('the app takes P1 over: nothing moves, and what was opened and focused stays so', async () => {
    const { page, complaints, arrive } = await open()
    await heading(page, w.title).waitFor()
    expect(await page.getByRole('button').count()).toBe(0)
    await page.getByText(w.moreTitle, { exact: true }).click()
    await link(page, w.again).focus()
    const before = await shownOf(page)
    await arrive()
    expect(await shownOf(page)).toEqual(before)
    expect(before.focus).toBe(w.again)
    expect(await page.getByText(w.operator, { exact: true }).isVisible()).toBe(true)
    await page.locator('.display-button').click()
    await page.locator('dialog[open] input[value=en]').click()
    await heading(page, messagesOf.en.welcome.title).waitFor()
    expect(complaints).toEqual([])
  })

  test('a link leads on already', async () => {
    const { page, arrive } = await open()
    await link(page, w.begin).click()
    await page.waitForURL(`${world.origin}/proofing`, { waitUntil: 'commit' })
    await arrive()
    await heading(page, t.identity.proofTitle).waitFor()
  })

  const script = (run: () => void) => (page: Page) => page.addInitScript(run)
  test.each([
    ['a device that was used', {}, '/', script(() => localStorage.setItem('used', 'yes')), w.title],
    [
      'a device with its own language',
      {},
      '/',
      script(() => localStorage.setItem('language', 'en')),
      messagesOf.en.welcome.title,
    ],
    [
      'a device with its own size of text',
      {},
      '/',
      script(() => localStorage.setItem('text-size', 'large')),
      w.title,
    ],
    ['a browser in English', { locale: 'en-GB' }, '/', undefined, messagesOf.en.welcome.title],
    ['a browser without passkeys', {}, '/', script(BROWSERS['no-passkeys']), w.title],
    ['another page', {}, '/sign-in', undefined, t.identity.signInTitle],
  ])('%s never shows the built P1', async (_, options, path, before, title) => {
    const { page, complaints, arrive } = await open(options, path, before)
    expect(await page.locator('#root').isVisible()).toBe(false)
    expect(await page.getByRole('link').count()).toBe(0)
    await arrive()
    await heading(page, title).waitFor()
    expect(complaints).toEqual([])
  })
})

test.each([
  ['late', (page: Page) => page.route(/\/assets\/app-.*\.js$/, () => {})],
  ['lost', (page: Page) => page.route(/\/assets\/(?!differs).*\.js$/, (route) => route.abort())],
])('where the app is %s, everybody sees the built P1 after a while', async (_, hinder) => {
  const context = await browser.newContext({ ...JAPANESE, locale: 'en-GB' })
  const page = await context.newPage()
  await hinder(page)
  await page.goto(world.origin, { waitUntil: 'commit' })
  await heading(page, w.title).waitFor({ timeout: 60_000 })
  await link(page, w.begin).waitFor()
})

/** Where everything on P1 stands, and what has the focus. */
const shownOf = (page: Page) =>
  page.evaluate(() => ({
    places: [...document.querySelectorAll('#root *')].map((element) => {
      const { x, y, width, height } = element.getBoundingClientRect()
      return [element.tagName, x, y, width, height].join(' ')
    }),
    focus: document.activeElement?.textContent,
  }))
