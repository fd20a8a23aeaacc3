import { existsSync, readFileSync } from 'node:fs'
import { extname, join } from 'node:path'
import type { Browser, Page, Route } from 'playwright-core'
import type { Messages } from '../../web/text/ja.ts'
import type { Language } from '../../web/text/language.ts'
import { ROOT } from '../support/sources.ts'
import { speak } from '../support/survey.ts'
import { messagesOf } from '../support/words.ts'
import { type Answer, type Answers, problemBody } from './answers.ts'
import { BROWSERS } from './browsers.ts'
import type { ScreenState } from './state.ts'
import { actingStates } from './states/acting.ts'
import { askedStates } from './states/asked.ts'
import { caseStates } from './states/cases.ts'
import { databaseStates } from './states/databases.ts'
import { decisionStates } from './states/decisions.ts'
import { helpStates } from './states/help.ts'
import { identityStates } from './states/identity.ts'
import { kioskStates } from './states/kiosk.ts'
import { letterStates } from './states/letters.ts'
import { messageStates } from './states/messages.ts'
import { peopleStates } from './states/people.ts'
import { receiptStates } from './states/receipts.ts'
import { safeModeStates } from './states/safe-mode.ts'
import { settingsStates } from './states/settings.ts'

const ORIGIN = 'http://localhost:4173'
/** A page of the same origin without the app, on which storage can be set. */
const NO_APP = '/no-app'
const DIST = join(ROOT, 'web/dist')
const TYPES: Record<string, string> = {
  '.html': 'text/html',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.webmanifest': 'application/manifest+json',
}

/** Screens about a person's records and decisions. */
export const RECORD_STATES: ScreenState[] = [
  ...identityStates,
  ...databaseStates,
  ...letterStates,
  ...caseStates,
  ...decisionStates,
  ...receiptStates,
]

/** Screens about the person, those they act for, and help. */
export const ACCOUNT_STATES: ScreenState[] = [
  ...messageStates,
  ...peopleStates,
  ...actingStates,
  ...askedStates,
  ...settingsStates,
  ...safeModeStates,
  ...helpStates,
]

/** Every screen P1–P19 in every state that can be told apart by its content. */
export const STATES: ScreenState[] = [...RECORD_STATES, ...ACCOUNT_STATES]

/** Screens of a kiosk, in states that no visit of a test meets in every language. */
export const KIOSK_STATES: ScreenState[] = kioskStates

const PHONE = { viewport: { width: 360, height: 740 }, isMobile: true }
const KIOSK = { viewport: { width: 1080, height: 1920 }, isMobile: false }

/**
 * Opens a phone that shows one state of the built app after another. Every call is answered inside the browser.
 * States that need an unusual browser, or a kiosk, get a device of their own.
 */
export async function openGallery(browser: Browser) {
  const usual = await openAnsweredPhone(browser)

  return {
    /**
     * Shows a state in Japanese, and lends it to `look`.
     * @throws Error when the words of the state do not appear.
     */
    async show<T>(state: ScreenState, look: (screen: Screen) => Promise<T>): Promise<T> {
      if (!state.browser && !state.isKiosk) return look(await usual.show(state))
      const unusual = await openAnsweredPhone(browser, state.browser, state.isKiosk ? KIOSK : PHONE)
      try {
        return await look(await unusual.show(state))
      } finally {
        await unusual.close()
      }
    },
  }
}

/** A shown state, on a phone of 360 × 740 or a kiosk. Each step throws when the words of the state do not appear. */
export type Screen = {
  page: Page
  /** Shows it in another language. */
  speak(language: Language): Promise<void>
  /** Comes to it again from another screen, which was scrolled, without a reload. */
  arrive(language: Language): Promise<void>
  /** Sets the browser's standard size of text. */
  setText(px: number): Promise<unknown>
}

/** Opens a phone whose calls are answered inside the browser. `kind`: what is unusual about it. `device`: its screen. */
export async function openAnsweredPhone(browser: Browser, kind?: keyof typeof BROWSERS, device = PHONE) {
  const context = await browser.newContext({
    ...device,
    hasTouch: true,
    locale: 'ja-JP',
    timezoneId: 'Asia/Tokyo',
    serviceWorkers: 'block',
  })
  context.setDefaultTimeout(15_000)
  let answers: Answers = {}
  await context.route(`${ORIGIN}/**`, (route) => answer(route, answers))
  const page = await context.newPage()
  const devtools = await context.newCDPSession(page)
  if (kind) await context.addInitScript(BROWSERS[kind])

  return {
    async show(state: ScreenState): Promise<Screen> {
      await page.goto(ORIGIN + NO_APP)
      await devtools.send('Storage.clearDataForOrigin', { origin: ORIGIN, storageTypes: 'all' })
      await page.evaluate(fillStorage, { draft: state.draft })
      answers = state.answers
      await page.goto(ORIGIN + state.path)
      const act = async (t: Messages) => state.act?.({ page, t, tap: (name) => press(page, name) })
      await act(messagesOf.ja)
      await waitForWords(page, state.says(messagesOf.ja))
      return {
        page,
        async speak(language) {
          await speak(page, language)
          if (state.actsAgain && language !== 'ja') await act(messagesOf[language])
          await waitForWords(page, state.says(messagesOf[language]))
        },
        async arrive(language) {
          const { help, how } = messagesOf[language]
          const [path, title] = state.path.startsWith('/help') ? ['/how', how.title] : ['/help', help.title]
          await page.evaluate((to) => history.pushState(null, '', to), path)
          await waitForWords(page, [title])
          await page.evaluate(() => scrollTo(0, document.body.scrollHeight))
          await page.evaluate((to) => history.pushState(null, '', to), state.path)
          await waitForWords(page, state.says(messagesOf[language]))
        },
        setText: (px) => devtools.send('Page.setFontSizes', { fontSizes: { standard: px, fixed: px } }),
      }
    },
    close: () => context.close(),
  }
}

function fillStorage({ draft }: { draft: object | undefined }): void {
  sessionStorage.clear()
  localStorage.setItem('used', 'me')
  if (draft) sessionStorage.setItem('draft', JSON.stringify({ of: 'me', draft }))
}

function press(page: Page, label: string): Promise<void> {
  // Playwright names a word with a reading as if a space followed it.
  const name = new RegExp(`^${[...label].map(escaped).join('\\s*')}$`)
  return page.getByRole('button', { name }).or(page.getByRole('link', { name })).first().click()
}

const escaped = (letter: string) => letter.replace(/[.*+?^${}()|[\]\\]/, '\\$&')

/** Waits for the heading (`''`: any), and for each word anywhere on the page. */
async function waitForWords(page: Page, [heading, ...words]: [string, ...string[]]): Promise<void> {
  await waitFor(page, 'h1', heading)
  for (const word of words) await waitFor(page, 'body', word)
}

async function waitFor(page: Page, within: 'h1' | 'body', word: string): Promise<void> {
  await page.waitForFunction(isSaid, { within, word }).catch(async () => {
    throw new Error(`“${word}” is not on ${page.url()}:\n${await page.locator('main').innerText()}`)
  })
}

/** Runs in the page. Compares without readings: a heading must equal the word. */
function isSaid({ within, word }: { within: 'h1' | 'body'; word: string }): boolean {
  const shown = document.querySelector(within)?.cloneNode(true) as HTMLElement | undefined
  if (!shown) return false
  for (const reading of shown.querySelectorAll('rt, rp')) reading.remove()
  const text = (shown.textContent ?? '').replace(/\s+/g, ' ')
  return within === 'h1' && word !== '' ? text === word : text.includes(word)
}

async function answer(route: Route, answers: Answers): Promise<void> {
  const request = route.request()
  const { pathname } = new URL(request.url())
  if (pathname === NO_APP) return route.fulfill({ contentType: 'text/html', body: '<title>-</title>' })
  const given = answers[`${request.method()} ${pathname}`]
  if (given) return answerCall(route, given)
  if (pathname.startsWith('/api/')) return answerCall(route, { problem: 'not-found' })
  const path = join(DIST, pathname)
  const page = pathname === '/kiosk' ? 'kiosk.html' : 'index.html'
  const file = extname(pathname) && existsSync(path) ? path : join(DIST, page)
  await route.fulfill({ body: readFileSync(file), contentType: TYPES[extname(file)] ?? 'text/plain' })
}

async function answerCall(route: Route, given: Answer): Promise<void> {
  if (given === 'silence') return
  if (given === 'offline') return route.abort('internetdisconnected')
  if ('problem' in given) {
    const body = problemBody(given.problem)
    return route.fulfill({
      status: body.status,
      contentType: 'application/problem+json',
      body: JSON.stringify(body),
    })
  }
  if ('text' in given) return route.fulfill({ contentType: given.type, body: given.text })
  if ('made' in given) return route.fulfill({ json: given.made(route.request().postDataJSON()) })
  return route.fulfill({ status: given.status ?? 200, json: given.json })
}
