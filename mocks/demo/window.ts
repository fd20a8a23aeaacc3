import type { Browser, Page } from 'playwright-core'
import { attachAuthenticator, type VirtualAuthenticator } from './authenticator.ts'

/**
 * Opens a window for a person, with the patient's entry and the holders' console in two tabs. Resolves when it is
 * closed.
 */
export async function openWindow(
  browser: Browser,
  { origin, consoleUrl }: { origin: string; consoleUrl: string },
): Promise<void> {
  const context = await browser.newContext({ viewport: null })
  const authenticators: VirtualAuthenticator[] = []

  /** Every tab has its own authenticator: a new one begins with the passkeys of the others. */
  async function equip(page: Page): Promise<void> {
    const known = await Promise.all(authenticators.map((one) => one.passkeys().catch(() => [])))
    const passkeys = new Map(known.flat().map((passkey) => [passkey.credentialId, passkey]))
    const devtools = await context.newCDPSession(page)
    authenticators.push(await attachAuthenticator(devtools, [...passkeys.values()]))
  }

  const closed = Promise.withResolvers<void>()
  browser.once('disconnected', () => closed.resolve())
  async function welcome(page: Page): Promise<void> {
    page.once('close', () => {
      if (context.pages().length === 0) closed.resolve()
    })
    await equip(page)
  }

  const [patient, holders] = [await context.newPage(), await context.newPage()]
  await welcome(patient)
  await welcome(holders)
  // A tab that closes before it is equipped is ignored.
  context.on('page', (page) => void welcome(page).catch(() => undefined))
  await holders.goto(consoleUrl)
  await patient.goto(origin)
  await patient.bringToFront()
  await closed.promise
}
