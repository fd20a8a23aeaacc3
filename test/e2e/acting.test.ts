import { join } from 'node:path'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { launchBrowser } from '../../mocks/demo/browser.ts'
import { FAMILY } from '../support/people.ts'
import { openPhone } from '../support/phone.ts'
import { openEnrolled } from '../support/representative.ts'
import { ROOT } from '../support/sources.ts'
import { survey } from '../support/survey.ts'
import { startWorld, type World } from '../support/world.ts'

let world: World
let browser: Browser

beforeAll(async () => {
  world = await startWorld({ web: join(ROOT, 'web', 'dist'), embedded: true })
  browser = await launchBrowser({ headless: true })
})
afterAll(async () => {
  await browser?.close()
  await world?.close()
})

/** Everything that the device keeps, as one text. Runs in the page. */
async function kept(page: Page): Promise<string> {
  return page.evaluate(async () => {
    const database = await new Promise<IDBDatabase>((resolve, reject) => {
      const request = indexedDB.open('erabu')
      request.onsuccess = () => resolve(request.result)
      request.onerror = () => reject(request.error)
    })
    const rows: unknown[] = [{ ...localStorage }, { ...sessionStorage }]
    for (const name of ['snapshots', 'receipts', 'outbox']) {
      const all = database.transaction(name).objectStore(name).getAll()
      rows.push(await new Promise((resolve) => (all.onsuccess = () => resolve(all.result))))
    }
    database.close()
    return JSON.stringify(rows)
  })
}

test('a father stops the use of his child’s records, and the child sees it and decides', async () => {
  const father = await openEnrolled(browser, world, FAMILY.father)
  const { pages, page, t } = father
  const whose = t.whose.child
  await pages.link(t.people.choose).click()
  await pages.arrived(t.people.title)
  expect(await page.getByRole('radio', { checked: true }).count()).toBe(0)
  await pages.radio(t.people.nth(t.people.relations.child, '1')).check()
  await pages.button(t.people.next).click()
  await pages.arrived(whose.coverage.title)
  const band = page.getByRole('region', { name: t.people.region })
  await band.getByText(t.people.about(t.people.nth(t.people.relations.child, '1'))).waitFor()

  await pages.button(t.coverage.show).click()
  await page
    .getByText(FAMILY.child.coverages[0]?.branch ?? '', { exact: true })
    .first()
    .waitFor()
  await pages.toStatus()
  await pages.link(t.databases.chooseAll).click()
  await pages.arrived(whose.decisions.chooseTitle)
  await pages.radio(t.decisions.stop).check()
  await pages.button(t.decisions.next).click()
  await pages.arrived(whose.decisions.confirmTitle)
  const statement = t.decisions.statementsFor.child.stop(t.decisions.everything)
  await page.getByText(statement).first().waitFor()
  await pages.button(t.decisions.submit).click()
  await pages.arrived(whose.decisions.doneTitle)
  await page.getByText(statement).first().waitFor()
  expect(await kept(page)).not.toMatch(/"for"|"acting"|R-[0-9A-Z]{4}/)

  await page.goto(`${world.origin}/settings`)
  await pages.arrived(t.people.ownTitle)
  await band.getByRole('button', { name: t.people.back }).click()
  await pages.arrived(t.databases.title)
  await page.getByText(t.databases.standingNone).waitFor()
  expect(await band.count()).toBe(0)
  await father.context.close()

  const child = await openPhone(browser, { origin: world.origin, language: 'ja' })
  await child.pages.open()
  await child.pages.begin(FAMILY.child.id)
  await child.pages.makePasskey()
  await child.pages.toStatus()
  await child.page.getByRole('heading', { name: t.people.askedTitle.child }).waitFor()
  await child.page.getByText(statement).first().waitFor()
  await child.pages.button(t.people.keep).click()
  await child.page.getByRole('heading', { name: t.people.keptTitle }).waitFor()
  await child.page.getByText(t.people.asked).waitFor({ state: 'detached' })
  await child.pages.link(t.shell.history).click()
  await child.page.getByText(t.receipts.by.child).waitFor()
  await child.pages.open('/choose?scope=all')
  await child.pages.radio(t.decisions.stop).check()
  await child.pages.button(t.decisions.next).click()
  await child.pages.arrived(t.decisions.confirmTitle)
  await child.pages.button(t.decisions.submit).click()
  await child.pages.arrived(t.decisions.doneTitle)
  await child.context.close()
})

test('where another tab has chosen another child, a page says so and decides nothing for the wrong one', async () => {
  const phone = await openEnrolled(browser, world, FAMILY.mother)
  const { pages, page, t, context } = phone
  const p = t.people
  const choose = async (tab: Page, who: string) => {
    await tab.goto(`${world.origin}/people`)
    await tab.getByRole('radio', { name: who }).check()
    await tab.getByRole('button', { name: p.next }).click()
  }
  const title = (tab: Page, name: string) =>
    tab.getByRole('heading', { name, exact: true, level: 1 }).waitFor()
  const bandOf = (tab: Page, who: string) =>
    tab.getByRole('region', { name: p.region }).getByText(p.about(who), { exact: true }).waitFor()
  // The other test decides about the first child.
  const [first, second] = ['2', '1'].map((nth) => p.nth(p.relations.child, nth)) as [string, string]
  const decided = async () => (await world.check()).decision.length
  const before = await decided()
  await pages.open('/status')
  await page.getByText(t.databases.standingNone).first().waitFor()
  const other = await context.newPage()

  await choose(page, first)
  await bandOf(page, first)
  await pages.toStatus()
  await pages.link(t.databases.chooseAll).click()
  await pages.radio(t.decisions.stop).check()
  await pages.button(t.decisions.next).click()
  await pages.arrived(t.whose.child.decisions.confirmTitle)
  await choose(other, second)
  await bandOf(other, second)

  await pages.arrived(p.changedTitle)
  await bandOf(page, second)
  expect(await pages.button(t.decisions.submit).count()).toBe(0)
  for (const address of ['/confirm', '/status', '/choose?scope=all']) {
    await page.evaluate((to) => history.pushState(null, '', to), address)
    await pages.arrived(p.changedTitle)
  }
  expect(await survey(phone)).toEqual([])
  await pages.button(p.changedOn).click()
  await pages.arrived(t.whose.child.coverage.title)
  await pages.open('/confirm')
  expect(await pages.button(t.decisions.submit).count()).toBe(0)

  // What the device keeps is the mother's. Without a network it stands on no page of a child.
  await phone.readyForOffline()
  await context.setOffline(true)
  await page.goto(`${world.origin}/status`)
  await page.getByText(t.failures.codes.offline[1]).first().waitFor()
  expect(await page.getByText(t.databases.standingNone).count()).toBe(0)
  await context.setOffline(false)
  await bandOf(page, second)

  await choose(other, p.self)
  await pages.arrived(p.changedTitle)
  await page.getByText(p.changedSelf).waitFor()
  await pages.button(p.changedOnSelf).click()
  await pages.arrived(t.databases.title)
  await title(other, t.coverage.title)
  expect(await decided()).toBe(before)
  await context.close()
})
