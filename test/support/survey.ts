import type { Page } from 'playwright-core'
import { LANGUAGES, type Language, languages } from '../../web/text/language.ts'
import { geometryFaults } from './geometry.ts'
import type { Phone } from './phone.ts'

const WIDTHS = [320, 360, 768, 1080]
const HEIGHT = 844
/** The browser's standard text in px, at 100 % and at 200 %. */
const NORMAL = 16
const LARGE = 2 * NORMAL

/**
 * Checks the current screen of a phone in every language, at every width, with the browser's text at normal and at
 * double size. The language is switched in place. Geometry is measured in each combination. axe runs at every width
 * with large text, in one language also in forced colours. The phone is left as it was.
 * @returns one line for each fault, with where it was seen.
 */
export async function survey({ page, devtools, violations }: Phone): Promise<string[]> {
  const before = page.viewportSize()
  const spoken = await languageOf(page)
  const faults: string[] = []
  const note = (where: string, found: string[]) => faults.push(...found.map((fault) => `${where}: ${fault}`))
  const setText = (size: number) =>
    devtools.send('Page.setFontSizes', { fontSizes: { standard: size, fixed: size } })

  for (const language of languages) {
    await speak(page, language)
    for (const width of WIDTHS) {
      await page.setViewportSize({ width, height: HEIGHT })
      for (const text of [NORMAL, LARGE]) {
        await setText(text)
        note(`${language}, ${width} px, text of ${text} px`, await page.evaluate(geometryFaults, undefined))
      }
      note(`${language}, ${width} px, large text`, await violations())
    }
    await setText(NORMAL)
  }
  await speak(page, spoken)
  await page.emulateMedia({ forcedColors: 'active' })
  note('forced colours', await violations())
  await page.emulateMedia({ forcedColors: 'none', colorScheme: 'dark' })
  await page.evaluate(transitionsOver)
  note('dark', await page.evaluate(geometryFaults, undefined))
  note('dark', await violations())
  await page.emulateMedia({ colorScheme: 'light' })
  if (before) await page.setViewportSize(before)
  return faults
}

/** Switches the language: in the panel of a phone's page, or with the buttons of a kiosk. */
export async function speak(page: Page, language: Language): Promise<void> {
  const menu = page.locator('.display-button')
  await page.locator('h1').first().waitFor()
  if ((await menu.count()) === 0)
    await page.getByRole('button', { name: LANGUAGES[language].name, exact: true }).click()
  else {
    await menu.click()
    await page.locator(`dialog[open] input[value=${language}]`).click()
    await page.locator(`html[data-language=${language}]`).waitFor()
    await page.locator('dialog[open] > .stack > .button:last-child').click()
  }
  await page.locator(`html[data-language=${language}]`).waitFor()
}

const transitionsOver = () =>
  Promise.allSettled(document.getAnimations().map(({ finished }) => finished)).then(() => {})

const languageOf = (page: Page) =>
  page.evaluate(() => document.documentElement.dataset.language) as Promise<Language>
