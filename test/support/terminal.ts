import type { Browser } from 'playwright-core'
import type { VirtualCredential } from '../../mocks/demo/authenticator.ts'
import { kiosk as en } from '../../web/text/en/kiosk.ts'
import { kiosk as ja } from '../../web/text/ja/kiosk.ts'
import { geometryFaults } from './geometry.ts'
import { openTab } from './phone.ts'
import { messagesOf } from './words.ts'

const WORDS = { ja: { k: ja, t: messagesOf.ja }, en: { k: en, t: messagesOf.en } }
/** Targets of 16 mm and text that is read from an arm's length. */
const LEAST = { target: 72, choice: 72, text: 24 }

export type Terminal = Awaited<ReturnType<typeof openTerminal>>

/** A kiosk's browser with a card reader. @param address the kiosk's start address. */
export async function openTerminal(
  browser: Browser,
  address: string,
  viewport: { width: number; height: number },
) {
  const context = await browser.newContext({ viewport, hasTouch: true, timezoneId: 'Asia/Tokyo' })
  context.setDefaultTimeout(20_000)
  const { page, swapAuthenticator, violations, picture } = await openTab(context, [], 'usb')
  const heading = (title: string) => page.getByRole('heading', { name: title, exact: true, level: 1 })
  const arrived = (title: string) => heading(title).waitFor()
  const tap = (name: string) => page.getByRole('button', { name }).first().click()
  const radio = (name: string) => page.getByRole('radio', { name, exact: true })
  const { k, t } = WORDS.ja

  await page.goto(address)
  await arrived(k.title)

  return {
    page,
    k,
    t,
    arrived,
    tap,
    picture,
    close: () => context.close(),

    /** Lays another card on the reader. @returns the passkeys of the one that was there. */
    layCard: (passkeys: VirtualCredential[]) => swapAuthenticator(passkeys),

    /** What of these words the document holds, shown or not. */
    async holds(words: string[]): Promise<string[]> {
      const document = await page.content()
      return words.filter((word) => document.includes(word))
    },

    /** What axe and the geometry find on this screen. */
    faults: async (): Promise<string[]> => [
      ...(await violations()),
      ...(await page.evaluate(geometryFaults, LEAST)),
    ],

    /** Sets the clock forward, as after a time in which nobody touched anything. */
    wait: (ms: number) =>
      page.evaluate((more) => {
        const now = Date.now.bind(Date)
        Date.now = () => now() + more
      }, ms),

    /** K0 ▶ K2 ▶ the portal. */
    async prove(resident: string, agree: 'yes' | 'no'): Promise<void> {
      await tap(k.begin)
      await tap(k.card)
      await tap(k.first)
      await arrived(t.identity.proofTitle)
      await tap(t.identity.toPortal)
      await page.locator(`input[name=resident][value=${resident}]`).check()
      await page.locator(`button[name=agree][value=${agree}]`).click()
    },

    /** K0 ▶ K2 ▶ K3 with a card that is known. */
    async signIn(): Promise<void> {
      await tap(k.begin)
      await tap(k.card)
      await tap(k.known)
      await arrived(k.signInTitle)
      await tap(k.signIn)
      await arrived(t.databases.title)
    },

    /** K3 ▶ K5 in the language that the screen has. @param look called on each screen. */
    async stopAll(language: keyof typeof WORDS, look: () => Promise<void>): Promise<void> {
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

    /** Everything that a browser can keep of a visit, counted. */
    async kept() {
      const inPage = await page.evaluate(async () => ({
        local: localStorage.length,
        session: sessionStorage.length,
        databases: (await indexedDB.databases()).length,
        caches: (await caches.keys()).length,
        workers: (await navigator.serviceWorker.getRegistrations()).length,
        state: history.state,
        checked: document.querySelectorAll('input:checked').length,
      }))
      return { ...inPage, cookies: (await context.cookies()).length }
    },
  }
}
