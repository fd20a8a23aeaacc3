import { join } from 'node:path'
import type { Browser } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { endOf } from '../../api/domain/acting.ts'
import { dayInJapan } from '../../api/domain/calendar.ts'
import { launchBrowser } from '../../mocks/demo/browser.ts'
import { DAY, SECOND } from '../support/clock.ts'
import { FAMILY } from '../support/people.ts'
import {
  actFor,
  linkedAtRegistry,
  madeIn,
  offered,
  openEnrolled,
  proveAgain,
} from '../support/representative.ts'
import { ROOT } from '../support/sources.ts'
import { survey } from '../support/survey.ts'
import { startWorld, type World } from '../support/world.ts'

const { mother, father, child, grandmother } = FAMILY

let world: World
let browser: Browser

beforeAll(async () => {
  browser = await launchBrowser({ headless: true })
})
afterAll(() => browser?.close())
beforeEach(async () => {
  world = await startWorld({ web: join(ROOT, 'web', 'dist'), embedded: true })
})
afterEach(() => world?.close())

const made = () => madeIn(world)

test('a guardian whose guardianship ends can do nothing more, and the ward sees what stands and decides', async () => {
  const linked = await linkedAtRegistry(world, grandmother)
  const phone = await openEnrolled(browser, world, mother)
  const { t, page, pages } = phone
  const ward = t.people.relations.ward
  const theirs = await actFor(phone, world.origin, 'ward', ward)
  const band = page.getByRole('region', { name: t.people.region })
  await band.getByText(t.people.about(ward)).waitFor()
  await theirs.toStatus()
  await page.getByRole('heading', { name: t.whose.ward.databases.linkedTitle }).waitFor()
  await theirs.chooseForAll('stop')
  const statement = t.decisions.statementsFor.ward.stop(t.decisions.everything)
  await page.getByText(statement).first().waitFor()
  expect(await page.locator('body').innerText()).not.toContain(t.people.relations.child)
  await theirs.submit()
  const stopped = await linked.said()
  expect(stopped).toMatchObject({ bit: 1, revoked_count: 1 })
  await theirs.toReceipt()
  await page.getByText(t.receipts.by.ward).first().waitFor()
  await page.getByText(statement).first().waitFor()

  await theirs.toStatus()
  await theirs.chooseForAll('allow')
  await world.surroundings.represent({
    resident: grandmother.id,
    by: mother.id,
    relation: 'ward',
    withdrawn: true,
  })
  await theirs.button(t.decisions.submit).click()
  await pages.arrived(t.people.withdrawnTitle)
  await pages.open('/status')
  await page.locator('main').getByRole('button', { name: t.people.back, exact: true }).click()
  await pages.arrived(t.databases.title)
  expect(await offered(phone)).not.toContain(ward)
  expect(await linked.said()).toEqual(stopped)
  await phone.context.close()

  const own = await openEnrolled(browser, world, grandmother)
  await own.pages.open('/status')
  const question = own.page.locator('.notice').filter({ hasText: t.people.asked })
  await question.getByRole('heading', { name: t.people.askedTitle.ward }).waitFor()
  await question.getByText(statement).waitFor()
  expect(await own.page.locator('main').innerText()).not.toContain(t.people.askedTitle.child)
  expect(await survey(own)).toEqual([])
  await own.pages.button(t.people.keep).click()
  await question.waitFor({ state: 'detached' })
  expect(await linked.said()).toEqual(stopped)
  expect(await linked.link()).toMatchObject({ state: 'revoked' })
  expect(await made()).toEqual([['stop', 'ward']])
  await own.context.close()
})

test('a guardian decides until the last day, and not on the next', async () => {
  await linkedAtRegistry(world, grandmother)
  const today = dayInJapan(world.clock.now())
  const midnight = endOf(today) ?? 0
  const wait = (until: number) => world.clock.advance(Math.max(0, until - world.clock.now().getTime()))
  await world.surroundings.represent({
    resident: grandmother.id,
    by: mother.id,
    relation: 'ward',
    until: today,
  })
  wait(midnight - 100 * SECOND)
  const phone = await openEnrolled(browser, world, mother)
  const { t, page, pages } = phone
  const theirs = await actFor(phone, world.origin, 'ward', t.people.relations.ward)
  await theirs.toStatus()
  await theirs.chooseForAll('stop')
  wait(midnight)
  await pages.open('/choose?scope=all')
  await pages.arrived(t.people.overTitle)
  await page.getByText(t.people.kept).waitFor()
  await page.locator('main').getByRole('button', { name: t.people.back, exact: true }).click()
  await pages.arrived(t.databases.title)
  expect(await offered(phone)).not.toContain(t.people.relations.ward)
  expect(await made()).toEqual([])
  await phone.context.close()
})

test('of two parents who differ within a day, the one who allows reads why not, and the stop stands', async () => {
  const linked = await linkedAtRegistry(world, child)
  const mothers = await openEnrolled(browser, world, mother)
  const { t } = mothers
  const first = t.people.nth(t.people.relations.child, '1')
  const hers = await actFor(mothers, world.origin, 'child', first)
  await hers.toStatus()
  await hers.chooseForAll('stop')
  await hers.submit()
  const stopped = await linked.said()
  await mothers.context.close()

  const fathers = await openEnrolled(browser, world, father)
  const his = await actFor(fathers, world.origin, 'child', first)
  await his.toStatus()
  await his.chooseForAll('allow')
  const [title, text] = t.refusals.codes['stop-stands']
  await fathers.page.getByRole('heading', { name: title }).waitFor()
  await fathers.page.getByText(text).waitFor()
  expect(await his.button(t.shell.retry).or(his.button(t.decisions.submit)).count()).toBe(0)
  expect(await survey(fathers)).toEqual([])
  await his.link(t.decisions.later).click()
  await his.arrived(t.databases.title)

  // Waiting does not lift it.
  world.clock.advance(3 * DAY)
  await proveAgain(fathers, father)
  await actFor(fathers, world.origin, 'child', first)
  await his.toStatus()
  await his.chooseForAll('allow')
  await fathers.page.getByRole('heading', { name: title }).waitFor()
  expect(await linked.said()).toEqual(stopped)
  expect(await linked.link()).toMatchObject({ state: 'revoked' })
  expect(await made()).toEqual([['stop', 'child']])
  await fathers.context.close()
})
