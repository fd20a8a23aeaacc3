import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import type { Browser, BrowserContext, Page } from 'playwright-core'
import { attachAuthenticator, type VirtualCredential } from '../../mocks/demo/authenticator.ts'
import { createPages } from '../../mocks/demo/pages.ts'
import { CARD_REMOVED } from '../../web/kiosk/card/removed.ts'
import type { Language } from '../../web/text/language.ts'
import { axeViolations } from './axe.ts'
import { ROOT } from './sources.ts'
import { messagesOf } from './words.ts'

const PICTURES = join(ROOT, 'test-results')
const LOCALES: Record<Language, string> = { ja: 'ja-JP', 'ja-easy': 'ja-JP', en: 'en-GB' }

export type Phone = Awaited<ReturnType<typeof openPhone>>

/** A phone with an empty browser. @param passkeys those that its owner has already. */
export async function openPhone(
  browser: Browser,
  {
    origin,
    language,
    passkeys = [],
    isMobile = true,
  }: { origin: string; language: Language; passkeys?: VirtualCredential[]; isMobile?: boolean },
) {
  const context = await browser.newContext({
    viewport: { width: 390, height: 844 },
    deviceScaleFactor: 2,
    hasTouch: true,
    isMobile,
    locale: LOCALES[language],
    timezoneId: 'Asia/Tokyo',
  })
  context.setDefaultTimeout(20_000)
  const tab = await openTab(context, passkeys)
  return {
    context,
    t: messagesOf[language],
    pages: createPages(tab.page, messagesOf[language], origin),
    ...tab,
  }
}

/**
 * One tab with its authenticator. What its pages complain of on the console is kept in `complaints`.
 * @param opened a tab that is there already.
 */
export async function openTab(
  context: BrowserContext,
  passkeys: VirtualCredential[],
  transport: 'internal' | 'usb' = 'internal',
  opened?: Page,
) {
  const page = opened ?? (await context.newPage())
  const complaints: string[] = []
  page.on('pageerror', (error) => complaints.push(error.message))
  page.on('console', (message) => {
    if (message.type() === 'error') complaints.push(message.text())
  })
  const devtools = await context.newCDPSession(page)
  let authenticator = await attachAuthenticator(devtools, passkeys, transport)

  return {
    page,
    devtools,
    authenticator: { passkeys: () => authenticator.passkeys() },
    complaints,

    /** Puts another authenticator in the place of the one there is. @returns the passkeys of the one that went. */
    async swapAuthenticator(next: VirtualCredential[] = []): Promise<VirtualCredential[]> {
      const gone = await authenticator.passkeys()
      await authenticator.remove()
      authenticator = await attachAuthenticator(devtools, next, transport)
      return gone
    },

    /** The key by which a reader says that a card was taken out of it. */
    takeCard: () =>
      devtools.send('Input.dispatchKeyEvent', {
        type: 'keyDown',
        key: CARD_REMOVED,
        windowsVirtualKeyCode: 0x87,
      }),

    /** Keeps a picture of the whole screen in `test-results/`. */
    picture: async (name: string) => {
      mkdirSync(PICTURES, { recursive: true })
      await page.screenshot({ path: join(PICTURES, `${name}.png`), fullPage: true })
    },

    violations: () => axeViolations(page),

    /** Takes the network away or gives it back. */
    async offline(offline: boolean): Promise<void> {
      await context.setOffline(offline)
      // A second DevTools session would bring the network back at the next navigation if it did not say the same.
      await devtools.send('Network.enable')
      await devtools.send('Network.emulateNetworkConditions', {
        offline,
        latency: 0,
        downloadThroughput: -1,
        uploadThroughput: -1,
      })
    },

    /** Resolves when the service worker is at work, so that every page opens without a network. */
    readyForOffline: () =>
      page.waitForFunction(() =>
        navigator.serviceWorker.ready.then(({ active }) => active?.state === 'activated'),
      ),
  }
}
