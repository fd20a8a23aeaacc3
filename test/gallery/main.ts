import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { launchBrowser } from '../../mocks/demo/browser.ts'
import { languages } from '../../web/text/language.ts'
import { ROOT } from '../support/sources.ts'
import { KIOSK_STATES, openGallery, STATES } from './screens.ts'

/**
 * `npm run gallery [-- part of a name] [--look phone,dark,desktop]` takes a picture of every screen in every state,
 * language and look, in test-results/gallery. It names the screens that did not show their words, and then fails.
 */
const FOLDER = join(ROOT, 'test-results/gallery')
const LOOKS = {
  phone: { colorScheme: 'light', width: 360, height: 740 },
  dark: { colorScheme: 'dark', width: 360, height: 740 },
  desktop: { colorScheme: 'light', width: 1280, height: 720 },
} as const
/** A kiosk stands upright, or lies where others are a desktop. */
const KIOSK = {
  phone: { width: 1080, height: 1920 },
  dark: { width: 1080, height: 1920 },
  desktop: { width: 1280, height: 800 },
}
const PHONE = { width: LOOKS.phone.width, height: LOOKS.phone.height }
const { values, positionals } = parseArgs({
  options: { look: { type: 'string', default: Object.keys(LOOKS).join() } },
  allowPositionals: true,
})
const [wanted = ''] = positionals
const looks = values.look.split(',') as (keyof typeof LOOKS)[]
const strange = looks.filter((look) => !(look in LOOKS))
if (strange.length > 0) throw new Error(`no look ${strange}: ${Object.keys(LOOKS)}`)
mkdirSync(FOLDER, { recursive: true })
const browser = await launchBrowser({ headless: true })
const gallery = await openGallery(browser)
for (const state of [...STATES, ...KIOSK_STATES].filter(({ name }) => name.includes(wanted)))
  try {
    await gallery.show(state, async ({ page, speak }) => {
      for (const language of languages) {
        await speak(language)
        for (const look of looks) {
          const { colorScheme, ...usual } = LOOKS[look]
          const size = state.isKiosk ? KIOSK[look] : usual
          await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
          await page.setViewportSize(size)
          await page.screenshot({
            path: join(FOLDER, `${state.name}-${language}-${look}.png`),
            fullPage: true,
          })
        }
        await page.emulateMedia({ colorScheme: 'light' })
        if (!state.isKiosk) await page.setViewportSize(PHONE)
      }
    })
  } catch (error) {
    console.error(`${state.name}: ${error instanceof Error ? error.message : error}`)
    process.exitCode = 1
  }
await browser.close()
console.log(`${FOLDER}: ${languages.length} languages`)
