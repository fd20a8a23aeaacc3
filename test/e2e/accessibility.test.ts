import { join } from 'node:path'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { launchBrowser } from '../../mocks/demo/browser.ts'
import { nameOf, STOPPABLE } from '../support/catalogue.ts'
import { focused, tabTo } from '../support/keyboard.ts'
import { PEOPLE, toNumbers } from '../support/people.ts'
import { openPhone, type Phone } from '../support/phone.ts'
import { SCREENS } from '../support/screens.ts'
import type { FeedId } from '../support/setting.ts'
import { ROOT } from '../support/sources.ts'
import { survey } from '../support/survey.ts'
import { startWorld, type World } from '../support/world.ts'

let world: World
let browser: Browser
let phone: Phone

beforeAll(async () => {
  world = await startWorld({ web: join(ROOT, 'web', 'dist') })
  const numbers = PEOPLE.jobChanger.coverages.map(toNumbers)
  for (const database of STOPPABLE) await world.holder(database as FeedId).link('research', numbers)
  browser = await launchBrowser({ headless: true })
  phone = await openPhone(browser, { origin: world.origin, language: 'ja', isMobile: false })
})
afterAll(async () => {
  await browser?.close()
  await world?.close()
})

test.each(SCREENS)(
  '%s is accessible in every language, at every width, with large text and in forced colours',
  async (_, go) => {
    await go(phone)
    expect(await survey(phone)).toEqual([])
  },
)

describe('with only the keyboard', () => {
  /** Waits for a screen. A navigation moves the focus to its heading, which also names the document. */
  async function arrivedAt(title: string) {
    await phone.pages.arrived(title)
    await expect.poll(() => focused(phone.page)).toMatchObject({ tag: 'h1', name: title })
    expect(await phone.page.title()).toContain(title)
  }

  test('the first Tab leads past the navigation', async () => {
    const { page, pages, t } = phone
    await phone.offline(false)
    await pages.open('/history')
    await pages.arrived(t.receipts.historyTitle)
    await tabTo(page, t.shell.skip)
    await page.keyboard.press('Enter')
    await tabTo(page, t.receipts.receiptTitle)
  })

  test('a decision is made, and each screen moves the focus to its heading', async () => {
    const { page, t } = phone
    await tabTo(page, t.shell.verify)
    await page.keyboard.press('Enter')
    await arrivedAt(t.receipts.verifyTitle)
    await phone.pages.open('/')
    await phone.pages.arrived(t.databases.title)
    await tabTo(page, t.status.change)
    await page.keyboard.press('Enter')
    await arrivedAt(t.decisions.chooseTitle)
    await tabTo(page, t.decisions.stop)
    await page.keyboard.press('ArrowDown')
    expect((await focused(page)).name).toContain(t.decisions.allow)
    await tabTo(page, t.decisions.next)
    await page.keyboard.press('Enter')
    await arrivedAt(t.decisions.confirmTitle)
    await phone.pages.button(t.decisions.submit).waitFor()
    await tabTo(page, t.decisions.submit)
    await page.keyboard.press('Enter')
    await arrivedAt(t.decisions.doneTitle)
  })

  test('errors take the focus, and link to their field', async () => {
    const { page, pages, t } = phone
    await pages.open('/choose?scope=all')
    await tabTo(page, t.decisions.next)
    await page.keyboard.press('Enter')
    await expect.poll(async () => (await focused(page)).name).toContain(t.decisions.needChoice)
    await expect.poll(() => page.title()).toMatch(/^エラー: /)
    await tabTo(page, t.decisions.needChoice)
    await page.keyboard.press('Enter')
    expect((await focused(page)).name).toContain(t.decisions.stop)
  })

  test('changes are announced: a linkage with the name of its database, and what the page waits for', async () => {
    const { page, pages, t } = phone
    await pages.open('/status')
    const chips = page.locator('article .chip')
    await chips.first().waitFor()
    const aloud = '[aria-live], [role=status], [role=alert]'
    const nameless = await chips.evaluateAll(
      (all, css) => all.filter((chip) => chip.closest(css)).length,
      aloud,
    )
    expect(nameless).toBe(0)

    const [database = ''] = STOPPABLE
    await world.holder(database as FeedId).link('industry', PEOPLE.jobChanger.coverages.map(toNumbers))
    await page.evaluate(() => window.dispatchEvent(new Event('focus')))
    const news = `${nameOf(database, 'ja')}、${t.databases.purposes.industry}：`
    await page.getByRole('status').filter({ hasText: news }).waitFor({ state: 'attached' })

    await pages.open('/sign-in?next=/status')
    await pages.arrived(t.databases.title)
    await expect
      .poll(() => page.getByRole('status').filter({ hasText: t.databases.signedIn }).count())
      .toBe(1)
  })
})
