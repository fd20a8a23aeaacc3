import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { launchBrowser } from '../../mocks/demo/browser.ts'
import { languages } from '../../web/text/language.ts'
import { ROOT } from '../support/sources.ts'
import { openGallery, STATES } from './screens.ts'

/**
 * `npm run gallery [-- part of a name]` takes a picture of every screen in every state and language, in
 * test-results/gallery. It names the screens that did not show their words, and then fails.
 */
const FOLDER = join(ROOT, 'test-results/gallery')
const wanted = process.argv[2] ?? ''
mkdirSync(FOLDER, { recursive: true })
const browser = await launchBrowser({ headless: true })
const gallery = await openGallery(browser)
for (const state of STATES.filter(({ name }) => name.includes(wanted)))
  try {
    await gallery.show(state, async ({ page, speak }) => {
      for (const language of languages) {
        await speak(language)
        await page.screenshot({ path: join(FOLDER, `${state.name}-${language}.png`), fullPage: true })
      }
    })
  } catch (error) {
    console.error(`${state.name}: ${error instanceof Error ? error.message : error}`)
    process.exitCode = 1
  }
await browser.close()
console.log(`${FOLDER}: ${languages.length} languages`)
