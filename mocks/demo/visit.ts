import { join } from 'node:path'
import type { Browser, Page } from 'playwright-core'
import { loadCatalogue } from '../../api/catalogue/load.ts'
import type { Messages } from '../../web/text/ja.ts'
import { loadWords } from '../../web/text/language.ts'
import { attachAuthenticator } from './authenticator.ts'
import { createCamera } from './camera.ts'
import { createPages, type Pages } from './pages.ts'
import { type DemoPlace, type OwnSystem, startOwnSystem } from './system.ts'

const PHONE = { width: 390, height: 844 }
/** How long a page may take to say what has happened, in milliseconds. */
export const PATIENCE_MS = 30_000

export type Visit = {
  place: DemoPlace
  /** A phone with a passkey, and its screens in Japanese. */
  page: Page
  pages: Pages
  ja: Messages
  take: ReturnType<typeof createCamera>['take']
  /** The name of a database. */
  names(database: string): string
  /** Starts the system, or ends it and starts it again with other settings. Its data and ports stay. */
  start(settings?: Record<string, string>): Promise<OwnSystem>
}

/** A walk on a system of its own. */
export type OwnWalk = (visit: Visit) => Promise<void>

/**
 * Lets `walk` visit a system of its own with a phone, and ends what it started.
 * @returns the paths of its pictures, in `out`. @throws what the walk throws; a picture of its page is named `failed`.
 */
export async function visit(
  browser: Browser,
  { place, out, walk }: { place: DemoPlace; out: string; walk: OwnWalk },
): Promise<string[]> {
  let system: OwnSystem | null = null
  const context = await browser.newContext({ viewport: PHONE, locale: 'ja-JP', timezoneId: 'Asia/Tokyo' })
  context.setDefaultTimeout(PATIENCE_MS)
  const page = await context.newPage()
  const { take, taken } = createCamera(out)
  try {
    await attachAuthenticator(await context.newCDPSession(page))
    const { messages: ja } = await loadWords('ja')
    const { find } = await loadCatalogue(join(import.meta.dirname, '../../api/catalogue/databases.json'))
    await walk({
      place,
      page,
      pages: createPages(page, ja, `http://localhost:${place.ports.api}`),
      ja,
      take,
      names: (database) => find(database)?.name.ja ?? database,
      async start(settings) {
        await system?.close()
        system = await startOwnSystem(place, settings)
        return system
      },
    })
    return taken
  } catch (error) {
    await page.screenshot({ path: join(out, 'failed.png') }).catch(() => {})
    throw error
  } finally {
    await context.close()
    await (system as OwnSystem | null)?.close()
  }
}
