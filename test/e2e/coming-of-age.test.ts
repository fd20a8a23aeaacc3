import { join } from 'node:path'
import type { Browser } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { launchBrowser } from '../../mocks/demo/browser.ts'
import type { Messages } from '../../web/text/ja.ts'
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

const { mother, child } = FAMILY
/** The child is 16, from when the law of a database lets them decide alone. */
const OF_AGE = Date.parse('2035-04-01T00:00:00+09:00')
/** What was opened then can still be signed when the child is of age. */
const EVE = OF_AGE - 100 * SECOND

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

const wait = (until: number) => world.clock.advance(until - world.clock.now().getTime())

const made = () => madeIn(world)
const CHILD = (t: Messages) => t.people.relations.child
const FIRST = (t: Messages) => t.people.nth(CHILD(t), '1')
const WARD = (t: Messages) => t.people.relations.ward

/** A mother on her phone, after she has stopped every use of her child's records. */
async function stoppedByMother() {
  const phone = await openEnrolled(browser, world, mother)
  const { t } = phone
  const theirs = await actFor(phone, world.origin, 'child', FIRST(t))
  await theirs.toStatus()
  await theirs.chooseForAll('stop')
  await theirs.submit()
  return phone
}

describe('a child who comes of age', () => {
  test('has no representative from that day on, and what one had open decides nothing', async () => {
    const linked = await linkedAtRegistry(world, child)
    const phone = await stoppedByMother()
    const { t, page, pages } = phone
    const stopped = await linked.said()
    expect(stopped).toMatchObject({ bit: 1, revoked_count: 1 })
    wait(EVE)
    await proveAgain(phone, mother)
    expect(await offered(phone)).toEqual([t.people.self, FIRST(t), t.people.nth(CHILD(t), '2'), WARD(t)])
    const theirs = await actFor(phone, world.origin, 'child', FIRST(t))
    await theirs.toStatus()
    await theirs.chooseForAll('allow')
    wait(OF_AGE)
    await theirs.button(t.decisions.submit).click()
    await pages.arrived(t.people.withdrawnTitle)
    for (const words of [t.people.withdrawn, t.people.kept, t.people.onWithdrawn])
      await page.getByText(words).waitFor()
    expect(await survey(phone)).toEqual([])
    await page.locator('main').getByRole('button', { name: t.people.back }).click()
    await pages.arrived(t.databases.title)
    expect(await offered(phone)).toEqual([t.people.self, CHILD(t), WARD(t)])
    expect(await linked.said()).toEqual(stopped)
    expect(await linked.link()).toMatchObject({ state: 'revoked' })
    expect(await made()).toEqual([['stop', 'child']])
    await phone.context.close()
  })

  test('is asked once about what a parent decided, keeps it, and nothing changes at the holder', async () => {
    const linked = await linkedAtRegistry(world, child)
    await (await stoppedByMother()).context.close()
    const stopped = await linked.said()
    wait(OF_AGE + DAY)
    expect(await linked.said()).toEqual(stopped)
    const phone = await openEnrolled(browser, world, child)
    const { t, page, pages } = phone
    await pages.open('/status')
    const question = page.locator('.notice').filter({ hasText: t.people.asked })
    await question.getByRole('heading', { name: t.people.askedTitle.child }).waitFor()
    await question.getByText(t.decisions.statementsFor.child.stop(t.decisions.everything)).waitFor()
    expect(await question.locator('.button').allInnerTexts()).toEqual([t.people.keep, t.people.change])
    expect(await question.count()).toBe(1)
    expect(await survey(phone)).toEqual([])
    await pages.button(t.people.keep).click()
    await page.getByRole('heading', { name: t.people.keptTitle }).waitFor()
    await question.waitFor({ state: 'detached' })
    await pages.signOut()
    await pages.open('/sign-in')
    await pages.button(t.identity.signIn).click()
    await pages.arrived(t.databases.title)
    await page.getByText(t.status.byOther.child).first().waitFor()
    expect(await question.count()).toBe(0)
    expect(await linked.said()).toEqual(stopped)
    expect(await linked.link()).toMatchObject({ state: 'revoked' })
    expect(await made()).toEqual([['stop', 'child']])
    await phone.context.close()
  })

  test('may allow, and the stop stands until that decision is received', async () => {
    const linked = await linkedAtRegistry(world, child)
    await (await stoppedByMother()).context.close()
    const stopped = await linked.said()
    wait(OF_AGE + DAY)
    const phone = await openEnrolled(browser, world, child)
    const { t, page, pages } = phone
    await pages.open('/status')
    await pages.link(t.people.change).click()
    await pages.arrived(t.decisions.scopeTitle)
    await pages.radio(t.decisions.scopeAll).check()
    await pages.button(t.decisions.toChoice).click()
    await pages.choose('allow')
    expect(await linked.said()).toEqual(stopped)
    expect(await linked.link()).toMatchObject({ state: 'revoked' })
    await pages.submit()
    await pages.toStatus()
    await page.getByText(t.decisions.allowStatement(t.decisions.everything)).first().waitFor()
    expect(await page.getByText(t.people.asked).count()).toBe(0)
    expect(await linked.said()).toMatchObject({ bit: 1 })
    expect(await linked.link()).toMatchObject({ state: 'usable' })
    expect(await made()).toEqual([
      ['stop', 'child'],
      ['allow', null],
    ])
    await phone.context.close()
  })
})
