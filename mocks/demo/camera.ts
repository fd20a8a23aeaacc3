import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import type { Locator, Page } from 'playwright-core'

/** A picture is cut below its most important part. */
const MOST_HEIGHT = 1300
/** Pixels above a part of a page that are also in its picture. */
const MARGIN = 16

/** Saves pictures of pages in the folder `out`. */
export function createCamera(out: string) {
  mkdirSync(out, { recursive: true })
  const taken: string[] = []
  return {
    /** The paths of the pictures. */
    taken,
    /** @param from where the picture begins; without it at the top of the page. */
    async take(page: Page, name: string, from?: Locator): Promise<void> {
      const path = join(out, `${name}.png`)
      const usual = page.viewportSize() ?? { width: 0, height: 0 }
      const { width } = usual
      const below = await page.evaluate(() => document.documentElement.scrollHeight)
      // What stands at the bottom of the screen must cover nothing of the picture.
      await page.setViewportSize({ width, height: from ? below : Math.min(MOST_HEIGHT, below) })
      const top = from ? await from.evaluate((part) => part.getBoundingClientRect().top + scrollY) : 0
      const y = Math.max(0, top - MARGIN)
      const height = from ? Math.min(usual.height, below - y) : Math.min(MOST_HEIGHT, below)
      await page.screenshot({ path, clip: { x: 0, y, width, height } })
      await page.setViewportSize(usual)
      taken.push(path)
    },
  }
}
