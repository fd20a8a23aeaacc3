import type { Browser } from 'playwright-core'
import { loadWords } from '../../web/text/language.ts'
import { attachAuthenticator } from './authenticator.ts'
import { createCamera } from './camera.ts'
import { createPages } from './pages.ts'

/** 模擬 太郎, who has changed jobs and whose records every demo database holds. */
const RESIDENT = 'r01'
const PHONE = { width: 390, height: 844 }
const DESK = { width: 1200, height: 760 }

/**
 * Walks the main job automatically on a running system, from はじめに to 停止済み, and saves four pictures in `out`.
 * @returns the paths of the pictures.
 */
export async function walk(
  browser: Browser,
  { origin, consoleUrl, out }: { origin: string; consoleUrl: string; out: string },
): Promise<string[]> {
  const context = await browser.newContext({ viewport: PHONE, locale: 'ja-JP', timezoneId: 'Asia/Tokyo' })
  const { messages: ja } = await loadWords('ja')
  const page = await context.newPage()
  await attachAuthenticator(await context.newCDPSession(page))
  const pages = createPages(page, ja, origin)
  const { take, taken } = createCamera(out)

  await pages.open()
  await pages.arrived(ja.welcome.title)
  await take(page, 'p1-start')
  await pages.begin(RESIDENT)
  await pages.makePasskey()
  await pages.toStatus()
  await page.locator('article .chip').first().waitFor()
  await take(page, 'p4-status')
  await pages.chooseForAll('stop')
  await pages.submit()
  await pages.allDone()
  await take(page, 'p8-done')

  const desk = await context.newPage()
  await desk.setViewportSize(DESK)
  await desk.goto(consoleUrl)
  await desk.getByRole('table').first().waitFor()
  await take(desk, 'holders')
  await context.close()
  return taken
}
