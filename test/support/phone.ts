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

/** A phone with an empty browser. @param passkeys the owner's existing ones. */
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
 * One tab with its authenticator. `complaints` keeps the console errors and warnings of its pages.
 * @param opened an existing tab.
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

    /** Replaces the authenticator. @returns the passkeys of the old one. */
    async swapAuthenticator(next: VirtualCredential[] = []): Promise<VirtualCredential[]> {
      const gone = await authenticator.passkeys()
      await authenticator.remove()
      authenticator = await attachAuthenticator(devtools, next, transport)
      return gone
    },

    /** The key that a reader sends when a card is removed. */
    takeCard: () =>
      devtools.send('Input.dispatchKeyEvent', {
        type: 'keyDown',
        key: CARD_REMOVED,
        windowsVirtualKeyCode: 0x87,
      }),

    /** Saves a picture of the whole screen in `test-results/`. */
    picture: async (name: string) => {
      mkdirSync(PICTURES, { recursive: true })
      await page.screenshot({ path: join(PICTURES, `${name}.png`), fullPage: true })
    },

    violations: () => axeViolations(page),

    /** Switches the network off or on. */
    async offline(offline: boolean): Promise<void> {
      await context.setOffline(offline)
      // A second DevTools session would restore the network at the next navigation unless it also says so.
      await devtools.send('Network.enable')
      await devtools.send('Network.emulateNetworkConditions', {
        offline,
        latency: 0,
        downloadThroughput: -1,
        uploadThroughput: -1,
      })
    },

    /** Resolves when the service worker is active, so that every page opens without a network. */
    readyForOffline: () =>
      page.waitForFunction(() =>
        navigator.serviceWorker.ready.then(({ active }) => active?.state === 'activated'),
      ),
  }
}
