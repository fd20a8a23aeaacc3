import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { launchBrowser } from '../../mocks/demo/browser.ts'
import { languages } from '../../web/text/language.ts'
import { ROOT } from '../support/sources.ts'
import { openScreen, STATES } from './screens.ts'

/**
 * `npm run gallery [-- part of a name]`: a picture of every screen in every state and language, in test-results/gallery.
 * Says which screens did not show their words, and then fails.
 */
const FOLDER = join(ROOT, 'test-results/gallery')
const wanted = process.argv[2] ?? ''
mkdirSync(FOLDER, { recursive: true })
const browser = await launchBrowser({ headless: true })
for (const state of STATES.filter(({ name }) => name.includes(wanted)))
  for (const language of languages) {
    const name = `${state.name}-${language}`
    try {
      const { page, close } = await openScreen(browser, state, language)
      await page.screenshot({ path: join(FOLDER, `${name}.png`), fullPage: true })
      await close()
    } catch (error) {
      console.error(`${name}: ${error instanceof Error ? error.message : error}`)
      process.exitCode = 1
    }
  }
await browser.close()
console.log(`${FOLDER}: ${languages.length} languages`)
