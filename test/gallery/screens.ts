import { existsSync, readFileSync } from 'node:fs'
import { extname, join } from 'node:path'
import type { Browser, BrowserContext, Route } from 'playwright-core'
import type { Language } from '../../web/text/language.ts'
import { ROOT } from '../support/sources.ts'
import { messagesOf } from '../support/words.ts'
import { type Answer, type Answers, problemBody } from './answers.ts'
import { BROWSERS } from './browsers.ts'
import type { ScreenState } from './state.ts'
import { databaseStates } from './states/databases.ts'
import { decisionStates } from './states/decisions.ts'
import { identityStates } from './states/identity.ts'
import { settingsStates } from './states/settings.ts'

const ORIGIN = 'http://localhost:4173'
const DIST = join(ROOT, 'web/dist')
const TYPES: Record<string, string> = {
  '.html': 'text/html',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.webmanifest': 'application/manifest+json',
}

/** Every screen P1–P11 in every state that can be told apart by what is on it. */
export const STATES: ScreenState[] = [
  ...identityStates,
  ...databaseStates,
  ...decisionStates,
  ...settingsStates,
]

/**
 * Opens a screen of the built app on a phone, with every call answered inside the browser, and waits for its words.
 * @throws Error when they do not come.
 */
export async function openScreen(browser: Browser, state: ScreenState, language: Language) {
  const context = await browser.newContext({
    viewport: { width: 390, height: 844 },
    isMobile: true,
    hasTouch: true,
    locale: 'ja-JP',
    timezoneId: 'Asia/Tokyo',
    serviceWorkers: 'block',
  })
  context.setDefaultTimeout(15_000)
  await context.route(`${ORIGIN}/**`, (route) => answer(route, state.answers))
  await prepare(context, state, language)
  const page = await context.newPage()
  const t = messagesOf[language]
  const tap = (name: string) =>
    page
      .getByRole('button', { name, exact: true })
      .or(page.getByRole('link', { name, exact: true }))
      .first()
      .click()
  await page.goto(ORIGIN + state.path)
  await state.act?.({ page, t, tap })
  const [heading, ...words] = state.says(t)
  await page.getByRole('heading', { level: 1, ...(heading ? { name: heading, exact: true } : {}) }).waitFor()
  for (const word of words) await page.getByText(word).first().waitFor({ state: 'attached' })
  return { page, close: () => context.close() }
}

async function prepare(context: BrowserContext, state: ScreenState, language: Language): Promise<void> {
  await context.addInitScript(
    ({ language, draft }) => {
      localStorage.setItem('language', language)
      localStorage.setItem('used', 'yes')
      if (draft) sessionStorage.setItem('draft', JSON.stringify(draft))
    },
    { language, draft: state.draft },
  )
  if (state.browser) await context.addInitScript(BROWSERS[state.browser])
}

async function answer(route: Route, answers: Answers): Promise<void> {
  const request = route.request()
  const { pathname } = new URL(request.url())
  const given = answers[`${request.method()} ${pathname}`]
  if (given) return answerCall(route, given)
  if (pathname.startsWith('/api/')) return answerCall(route, { problem: 'not-found' })
  const path = join(DIST, pathname)
  const file = extname(pathname) && existsSync(path) ? path : join(DIST, 'index.html')
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
