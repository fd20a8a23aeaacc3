import type { Browser, BrowserContext, Page } from 'playwright-core'
import type { VirtualCredential } from '../../mocks/demo/authenticator.ts'
import { PORTAL_LOGIN } from '../../mocks/portal/logins.ts'
import { LOOK_MS } from '../../web/kiosk/visit/idle.ts'
import { kiosk as en } from '../../web/text/en/kiosk.ts'
import { kiosk as ja } from '../../web/text/ja/kiosk.ts'
import { type Language, languages } from '../../web/text/language.ts'
import type { TextSize } from '../../web/text/text-size.ts'
import { geometryFaults } from './geometry.ts'
import { openTab } from './phone.ts'
import { speak } from './survey.ts'
import { messagesOf } from './words.ts'

const WORDS = { ja: { k: ja, t: messagesOf.ja }, en: { k: en, t: messagesOf.en } }
/** Targets of 16 mm and text that is read at arm's length. */
export const LEAST = { target: 72, choice: 72, text: 24 }

/** What a browser stores after a visit that left nothing. */
export const NOTHING = {
  local: 0,
  session: 0,
  databases: 0,
  caches: 0,
  workers: 0,
  state: null,
  filled: 0,
  cookies: 0,
  words: [],
}

export type Terminal = Awaited<ReturnType<typeof openTerminal>>

/** A kiosk's browser with a card reader. @param address the kiosk's start address. */
export async function openTerminal(
  browser: Browser,
  address: string,
  viewport: { width: number; height: number },
) {
  // A colour in transition would be measured halfway.
  const still = { reducedMotion: 'reduce' } as const
  const context = await browser.newContext({ viewport, hasTouch: true, timezoneId: 'Asia/Tokyo', ...still })
  return startTerminal(context, address)
}

/** The same in an existing profile. @param opened the tab that the browser itself opened. */
export async function startTerminal(context: BrowserContext, address: string, opened?: Page) {
  context.setDefaultTimeout(20_000)
  const { page, devtools, swapAuthenticator, violations, picture, takeCard, offline } = await openTab(
    context,
    [],
    'usb',
    opened,
  )
  const heading = (title: string) => page.getByRole('heading', { name: title, exact: true, level: 1 })
  const arrived = (title: string) => heading(title).waitFor()
  const tap = (name: string) => page.getByRole('button', { name }).first().click()
  const radio = (name: string) => page.getByRole('radio', { name, exact: true })
  const { k, t } = WORDS.ja

  /** The findings of axe and of the geometry check on this screen. */
  const faults = async (): Promise<string[]> => [
    ...(await violations()),
    ...(await page.evaluate(geometryFaults, LEAST)),
  ]

  await page.goto(address)
  await arrived(k.title)

  return {
    page,
    k,
    t,
    arrived,
    tap,
    picture,
    takeCard,
    offline,
    context,
    close: () => context.close(),

    /** Lays another card on the reader. @returns the passkeys of the card before. */
    layCard: (passkeys: VirtualCredential[]) => swapAuthenticator(passkeys),

    faults,

    /**
     * The findings of axe and of the geometry check on this screen in every language, with normal and with the
     * largest text, and inverted. The screen is left as it was. @param spokenOnly where the language cannot be
     * changed.
     */
    async survey({ spokenOnly = false } = {}): Promise<string[]> {
      const found: string[] = []
      const spoken = await page.evaluate(() => document.documentElement.dataset.language as Language)
      const note = (where: string, faults: string[]) => found.push(...faults.map((one) => `${where}: ${one}`))
      const show = (size: TextSize, inverted: boolean) =>
        page.evaluate(
          ([size, inverted]) => Object.assign(document.documentElement.dataset, { textSize: size, inverted }),
          [size, String(inverted)],
        )
      note('as it is', await violations())
      for (const language of spokenOnly ? [spoken] : languages) {
        if (!spokenOnly) await speak(page, language)
        for (const size of ['standard', 'largest'] as const) {
          await show(size, size === 'largest')
          note(`${language}, ${size}`, await page.evaluate(geometryFaults, LEAST))
        }
        if (spokenOnly || language === 'ja-easy') note('inverted and large', await violations())
        await show('standard', false)
      }
      if (!spokenOnly) await speak(page, spoken)
      return found
    },

    /** Makes the page ask now for the kiosk's state, which it otherwise asks for every few seconds. */
    ask: () => page.evaluate(() => dispatchEvent(new Event('online'))),

    /** Advances all clocks, as after a time in which nobody touched anything. */
    wait: (ms: number) =>
      page.evaluate((more) => {
        for (const clock of [Date, performance]) {
          const now = clock.now.bind(clock)
          clock.now = () => now() + more
        }
      }, ms),

    /** Resolves when the page has checked the clock at least once more. */
    looks: () => page.evaluate((ms) => new Promise((resolve) => setTimeout(resolve, ms)), 2 * LOOK_MS),

    /** K0 ▶ K2 ▶ the portal. @param look called on each screen. */
    async prove(resident: string, agree: 'yes' | 'no', look = async () => {}): Promise<void> {
      await tap(k.begin)
      await arrived(k.methodTitle)
      await look()
      await tap(k.card)
      await arrived(k.beforeTitle)
      await look()
      await tap(k.first)
      await arrived(t.identity.proofTitle)
      await look()
      await tap(t.identity.toPortal)
      await page.locator(`input[name=resident][value=${resident}]`).check()
      await page.locator(`button[name=agree][value=${agree}]`).click()
    },

    /** K0 ▶ K2 ▶ K3 with a known card. @param look called on the screen of K2. */
    async signIn(look = async () => {}): Promise<void> {
      await tap(k.begin)
      await tap(k.card)
      await tap(k.known)
      await arrived(k.signInTitle)
      await look()
      await tap(k.signIn)
      await arrived(t.databases.title)
    },

    /** K3 ▶ K5 in the current language of the screen. @param look called on each screen. */
    async stopAll(language: keyof typeof WORDS, look = async () => {}): Promise<void> {
      const spoken = WORDS[language]
      const { decisions } = spoken.t
      await arrived(spoken.t.databases.title)
      await page.getByRole('button', { name: spoken.k.toChoose }).waitFor()
      await look()
      await tap(spoken.k.toChoose)
      await radio(decisions.scopeAll).waitFor()
      await look()
      await radio(decisions.scopeAll).check()
      await tap(spoken.k.next)
      await radio(decisions.stop).waitFor()
      await look()
      await radio(decisions.stop).check()
      await tap(spoken.k.next)
      await arrived(decisions.confirmTitle)
      await page.getByRole('button', { name: decisions.submit }).waitFor()
      await look()
      await tap(decisions.submit)
      await arrived(decisions.doneTitle)
      await look()
    },

    /** K3 ▶ K6: stops the first databases of those that are offered. @param look called on each screen. */
    async stopSome(count: number, look = async () => {}): Promise<void> {
      await arrived(t.databases.title)
      await tap(k.toChoose)
      await radio(t.decisions.scopeDatabase).check()
      const boxes = await page.getByRole('checkbox').all()
      for (const box of boxes.slice(0, count)) await box.check()
      await look()
      await tap(k.next)
      await radio(t.decisions.stop).check()
      await tap(k.next)
      await arrived(t.decisions.confirmTitle)
      await page.getByRole('button', { name: t.decisions.submit }).waitFor()
      await look()
      await tap(t.decisions.submit)
      await arrived(t.decisions.doneTitle)
      await look()
    },

    /** K2 ▶ K3 after the portal: lays a new card, and shows the person's own numbers. */
    async enrol(): Promise<void> {
      await arrived(k.enrolTitle)
      await tap(k.enrol)
      await arrived(t.coverage.title)
      await tap(t.coverage.show)
      await page.getByRole('button', { name: t.coverage.hide }).waitFor()
    },

    /** Everything that a browser can keep of a visit, counted; and which of these words it contains. */
    async kept(words: string[] = []) {
      const inPage = await page.evaluate(async () => ({
        local: localStorage.length,
        session: sessionStorage.length,
        databases: (await indexedDB.databases()).length,
        caches: (await caches.keys()).length,
        workers: (await navigator.serviceWorker.getRegistrations()).length,
        state: history.state,
        filled: [...document.querySelectorAll('input')].filter(({ type, value, checked }) =>
          type === 'radio' || type === 'checkbox' ? checked : value !== '',
        ).length,
      }))
      const { entries } = await devtools.send('Page.getNavigationHistory')
      const addresses = entries.map(({ url }) => url).join(' ')
      const content = await page.content()
      return {
        ...inPage,
        // We cannot end the portal's own login: at a kiosk the portal is made to ask again.
        cookies: (await context.cookies()).filter(({ name }) => name !== PORTAL_LOGIN).length,
        words: words.filter((word) => content.includes(word) || addresses.includes(word)),
      }
    },
  }
}
