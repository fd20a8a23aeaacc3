import { existsSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { type Browser, type BrowserContext, chromium } from 'playwright-core'

const COMMANDS = [
  'chromium',
  'chromium-browser',
  'google-chrome',
  'google-chrome-stable',
  'chrome',
  'microsoft-edge',
  'microsoft-edge-stable',
]
const PLACES = [
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  '/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
  'C:\\Program Files (x86)\\Google\\Chrome\\Application\\chrome.exe',
  'C:\\Program Files (x86)\\Microsoft\\Edge\\Application\\msedge.exe',
]

/** The browser makes no network requests of its own, and does not ask to be the default. */
export const QUIET = [
  '--disable-gpu',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--no-first-run',
  '--no-default-browser-check',
]

/**
 * The installed Chrome, Chromium or Edge: `CHROME_PATH` if set, otherwise the first found.
 * @throws Error with one sentence that says what to install.
 */
export function findBrowser(): string {
  const named = process.env.CHROME_PATH
  if (named) {
    if (existsSync(named)) return named
    throw new Error(`CHROME_PATH names ${named}, which does not exist.`)
  }
  const folders = (process.env.PATH ?? '').split(delimiter)
  const commands = COMMANDS.flatMap((command) => folders.map((folder) => join(folder, command)))
  const found = [...commands, ...PLACES, chromium.executablePath()].find((path) => existsSync(path))
  if (found) return found
  throw new Error(
    'No Chrome, Chromium or Edge was found: install one (Debian: apt-get install chromium) or set CHROME_PATH.',
  )
}

/** Containers lack user namespaces for the sandbox, and shared memory. */
export const CONTAINED = ['--no-sandbox', '--disable-dev-shm-usage']

/**
 * Starts the installed browser and says which one. Without a window, or as root, it also runs in a container.
 * @param bfcache whether Back restores pages as they were left, as in a browser without automation.
 */
export async function launchBrowser({
  headless,
  bfcache = false,
}: {
  headless: boolean
  bfcache?: boolean
}): Promise<Browser> {
  const executablePath = findBrowser()
  const contained = headless || process.getuid?.() === 0
  const args = contained ? [...QUIET, ...CONTAINED] : QUIET
  const ignoreDefaultArgs = bfcache ? ['--disable-back-forward-cache'] : []
  const browser = await chromium.launch({ executablePath, headless, args, ignoreDefaultArgs })
  console.log(`Browser: ${executablePath}, version ${browser.version()}`)
  return browser
}

/** The same browser without a window, with a persistent profile in `folder`. */
export const launchProfile = (folder: string, options: { locale: string }): Promise<BrowserContext> =>
  chromium.launchPersistentContext(folder, {
    ...options,
    executablePath: findBrowser(),
    headless: true,
    args: [...QUIET, ...CONTAINED],
  })
