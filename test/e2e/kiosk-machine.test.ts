import { existsSync } from 'node:fs'
import { chmod, mkdir, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import type { BrowserContext, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, onTestFinished, vi } from 'vitest'
import { bootBrowser } from '../support/boot-browser.ts'
import { STOPPABLE } from '../support/catalogue.ts'
import { openKiosk } from '../support/kiosk.ts'
import { flagsOfReadme, managedBy } from '../support/kiosk-machine/policies.ts'
import { startPrinter } from '../support/kiosk-machine/printer.ts'
import { startScreen } from '../support/kiosk-machine/screen.ts'
import { isRoot, needing, works } from '../support/needing.ts'
import { readPdf } from '../support/pdf-text.ts'
import { ordinary, toNumbers } from '../support/people.ts'
import { readPng, shareUnlike } from '../support/pixels.ts'
import type { FeedId } from '../support/setting.ts'
import { ROOT } from '../support/sources.ts'
import { startTerminal } from '../support/terminal.ts'
import { startWorld, type World } from '../support/world.ts'

const machineTest = needing(
  'root (managed policies lie in a folder of the system), Debian’s chromium, xvfb or cups',
  () =>
    isRoot &&
    works('unshare', '--mount', 'true') &&
    ['/etc/chromium', '/usr/bin/Xvfb', '/usr/sbin/cupsd', '/usr/sbin/lpadmin'].every(existsSync),
)

const [width, height] = [1280, 800]
/** Longer than a policy takes to close an idle browser: at least a minute, with a notice in the last half. */
const IDLE_MS = 75_000

let world: World

beforeAll(async () => {
  world = await startWorld({ web: join(ROOT, 'web', 'dist'), embedded: true })
})
afterAll(() => world?.close())

machineTest(
  'a terminal that is set up as the README says prints, stays, and shows the page alone',
  async () => {
    const folder = await mkdtemp(join(tmpdir(), 'erabu-terminal-'))
    await chmod(folder, 0o755)
    const at = (name: string) => join(folder, name)
    const { id, coverages } = ordinary(0)
    for (const database of STOPPABLE)
      await world.holder(database as FeedId).link('research', coverages.map(toNumbers))
    const address = `${world.origin}/kiosk#${openKiosk(world).credential}`
    onTestFinished(() => rm(folder, { recursive: true, force: true, maxRetries: 5 }))
    const screen = await startScreen(await folderIn(folder, 'screen'), { width, height })
    onTestFinished(screen.close)
    const printer = await startPrinter(await folderIn(folder, 'printer'))
    onTestFinished(printer.close)
    const before = await managedBy(await folderIn(folder, 'chromium'), {
      erabu: world.origin,
      portal: world.surroundings.portalUrl,
    })
    const browser = await bootBrowser(at('profile'), {
      command: [...before, 'chromium'],
      args: [
        ...(await flagsOfReadme()),
        '--window-position=0,0',
        `--window-size=${width},${height}`,
        address,
      ],
      env: { ...printer.env, DISPLAY: screen.display },
    })
    onTestFinished(browser.cut)
    const page = await vi.waitUntil(async () => (await tabsOf(browser.context))[0], { timeout: 20_000 })
    const terminal = await startTerminal(browser.context, address, page)
    /** The share of the screen that is not the page. */
    const besides = async () => shareUnlike(await screen.shown(), readPng(await page.screenshot()))
    const { k, tap, arrived } = terminal

    await expect.poll(besides).toBeLessThan(0.005)
    await terminal.prove(id, 'yes')
    await terminal.enrol()
    await tap(k.next)
    await terminal.stopAll('ja')
    const number = await page.locator('.id.number').innerText()
    await tap(k.print)
    await page.getByText(k.printing.sent).waitFor()
    const printed = async () => (await printer.printed()).map(readPdf)
    await expect
      .poll(printed)
      .toEqual([{ text: expect.stringContaining(number), widthMm: expect.closeTo(80, 0), pages: 1 }])
    await expect.poll(printer.kept).toEqual([])
    await expect.poll(besides).toBeLessThan(0.005)
    await printer.paper(false)
    await tap(k.back)
    await tap(k.print)
    await expect.poll(printer.kept).not.toEqual([])
    await tap(k.finish)
    await arrived(k.title)

    await sleep(IDLE_MS)
    expect(browser.isRunning()).toBe(true)
    expect(await tabsOf(browser.context)).toEqual([page])
    expect(await besides()).toBeLessThan(0.005)
    await printer.paper(true)
    await expect.poll(printer.kept).toEqual([])
    expect(await printer.printed()).toHaveLength(1)

    for (const url of [`${world.origin}/`, 'https://www.example.org/', 'file:///etc/hostname'])
      await expect(page.goto(url)).rejects.toThrow('ERR_BLOCKED_BY_ADMINISTRATOR')
    for (const url of ['chrome://settings/', 'chrome://downloads/'])
      await expect.poll(() => titleOf(browser.context, url)).toBe(url)
  },
)

/**
 * The pages that are in a window. A browser that is still starting also has pages of its own interface without one,
 * which its policies block.
 */
async function tabsOf(context: BrowserContext): Promise<Page[]> {
  const isInWindow = async (page: Page) => {
    const devtools = await context.newCDPSession(page)
    return devtools.send('Browser.getWindowForTarget').then(
      () => true,
      () => false,
    )
  }
  const pages = context.pages()
  const inWindow = await Promise.all(pages.map(isInWindow))
  return pages.filter((_, at) => inWindow[at])
}

/** Returns the title of an address in its own tab. A page that the browser blocks has its address as title. */
async function titleOf(context: BrowserContext, url: string): Promise<string | undefined> {
  const devtools = await context.browser()?.newBrowserCDPSession()
  if (!devtools) throw new Error('the browser is gone')
  const { targetId } = await devtools.send('Target.createTarget', { url })
  await sleep(1_000)
  const { targetInfo } = await devtools.send('Target.getTargetInfo', { targetId })
  await devtools.send('Target.closeTarget', { targetId })
  return targetInfo.title
}

async function folderIn(folder: string, name: string): Promise<string> {
  const made = join(folder, name)
  await mkdir(made)
  return made
}
