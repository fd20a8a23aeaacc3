import { join } from 'node:path'
import type { Browser, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { launchBrowser } from '../../mocks/demo/browser.ts'
import type { Pages } from '../../mocks/demo/pages.ts'
import { FAMILY, ordinary } from '../support/people.ts'
import { openTab, type Phone } from '../support/phone.ts'
import { actFor, madeIn, openEnrolled } from '../support/representative.ts'
import { ROOT } from '../support/sources.ts'
import { survey } from '../support/survey.ts'
import { messagesOf } from '../support/words.ts'
import { startWorld, type World } from '../support/world.ts'

const t = messagesOf.ja
const o = t.outbox
const nth = (number: string) => t.people.nth(t.people.relations.child, number)
/** Longer than a page waits before it sends again. */
const AGAIN_MS = 7_000

let world: World
let browser: Browser
let phone: Phone

beforeAll(async () => {
  browser = await launchBrowser({ headless: true })
})
afterAll(() => browser?.close())
beforeEach(async () => {
  world = await startWorld({ web: join(ROOT, 'web', 'dist'), embedded: true })
})
afterEach(async () => {
  await phone?.context.close()
  await world?.close()
})

/** P4 ▶ P7 of whom the pages are about: a stop of everything, before it is signed. */
async function toConfirm(pages: Pages): Promise<void> {
  await pages.toStatus()
  await pages.link(t.databases.chooseAll).or(pages.link(t.status.change)).click()
  await pages.choose('stop')
  await pages.button(t.decisions.submit).waitFor()
}

/** Signs it while the answer does not come. */
async function signInVain(pages: Pages): Promise<void> {
  await pages.button(t.decisions.submit).click()
  await pages.arrived(t.decisions.doubtTitle)
}

/** Where a line may end is marked in the text. */
const says = async (page: Page, text: string) =>
  expect.poll(async () => (await page.locator('main').innerText()).replaceAll('\u200b', '')).toContain(text)

/** Lets no decision reach the service, or no answer the page. @returns what was sent, and the end of that. */
async function loseDecisions(page: Page, lost: 'request' | 'answer') {
  const sent: string[] = []
  await page.route('**/api/decisions', async (route) => {
    if (route.request().method() !== 'POST') return route.continue()
    sent.push(route.request().headers()['idempotency-key'] ?? '')
    if (lost === 'answer') await route.fetch()
    await route.abort('internetdisconnected')
  })
  return { sent, end: () => page.unroute('**/api/decisions') }
}

/** What the browser asks before the page is left. */
function asked(page: Page): string[] {
  const dialogs: string[] = []
  page.on('dialog', (dialog) => {
    dialogs.push(dialog.type())
    void dialog.dismiss()
  })
  return dialogs
}

test('a stop for a child that was signed offline is sent from any screen, once there is a network', async () => {
  phone = await openEnrolled(browser, world, FAMILY.father)
  const { page } = phone
  await phone.readyForOffline()
  const before = (await madeIn(world)).length
  const theirs = await actFor(phone, world.origin, 'child', nth('1'))
  await toConfirm(theirs)
  await phone.offline(true)
  await signInVain(theirs)
  await says(page, t.whose.child.decisions.doubtNotKept)
  await theirs.toStatus()
  await says(page, t.decisions.doubtTitle)
  await says(page, t.whose.child.decisions.doubtNotKept)
  await theirs.link(t.shell.history).click()
  await theirs.arrived(t.receipts.historyTitle)
  await says(page, o.waits)
  await phone.picture('ja-waits')
  expect(await survey(phone)).toEqual([])
  const dialogs = asked(page)
  await page.reload({ timeout: 2_000 }).catch(() => {})
  expect(dialogs).toEqual(['beforeunload'])

  await phone.offline(false)
  await expect.poll(() => madeIn(world), { timeout: 15_000 }).toHaveLength(before + 1)
  expect((await madeIn(world)).at(-1)).toEqual(['stop', 'child'])
  await page.getByText(o.waits).waitFor({ state: 'detached' })
})

test('in safe mode a stop that was signed offline is sent from any screen, and nobody is told that it is kept', async () => {
  phone = await openEnrolled(browser, world, ordinary(0))
  const { page, pages } = phone
  await pages.open('/settings')
  await pages.button(t.safety.turnOn).click()
  await pages.button(t.safety.exit).waitFor()
  await phone.readyForOffline()
  const before = (await madeIn(world)).length
  await toConfirm(pages)
  await phone.offline(true)
  await page.getByText(t.failures.codes.offline[1]).waitFor()
  expect(await page.getByText(t.shell.offline).count()).toBe(0)
  await signInVain(pages)
  await says(page, t.decisions.doubtNotKept)
  await pages.toStatus()
  await says(page, t.decisions.doubtNotKept)
  await pages.link(t.shell.settings).first().click()
  await pages.arrived(t.settings.title)
  await says(page, o.waits)

  await phone.offline(false)
  await expect.poll(() => madeIn(world), { timeout: 15_000 }).toHaveLength(before + 1)
  await page.getByText(o.waits).waitFor({ state: 'detached' })
})

test('who leaves at once is not asked about what waits, and nothing of it is sent afterwards', async () => {
  phone = await openEnrolled(browser, world, ordinary(1))
  const { page, pages } = phone
  await pages.open('/settings')
  await pages.button(t.safety.turnOn).click()
  await pages.button(t.safety.exit).waitFor()
  const before = (await madeIn(world)).length
  await toConfirm(pages)
  const { sent } = await loseDecisions(page, 'request')
  await signInVain(pages)
  await says(page, o.exitDeletes)
  await pages.toStatus()
  await says(page, o.exitDeletes)
  const dialogs = asked(page)
  await pages.button(t.safety.exit).click()
  await page.waitForURL(`${world.origin}/page.html`)
  const reached = sent.length
  await page.waitForTimeout(AGAIN_MS)
  expect([dialogs, sent.length, (await madeIn(world)).length]).toEqual([[], reached, before])
})

test('whoever goes back to themselves before the answer is told first, then for whom, and it is settled when they come back', async () => {
  phone = await openEnrolled(browser, world, FAMILY.mother)
  const { page } = phone
  const back = page
    .getByRole('region', { name: t.people.region })
    .getByRole('button', { name: t.people.back })

  /** Signs for a child in vain, and goes back to oneself. */
  async function leave(who: string, lost: 'request' | 'answer') {
    const theirs = await actFor(phone, world.origin, 'child', who)
    await toConfirm(theirs)
    const { sent, end } = await loseDecisions(page, lost)
    await signInVain(theirs)
    await theirs.toStatus()
    await back.click()
    await page.getByText(t.refusals.codes.unanswered[0]).waitFor()
    await back.click()
    await page.getByText(o.othersWait(who)).waitFor()
    const ofOneself = page.getByText(t.decisions.doubtTitle, { exact: true })
    expect(await ofOneself.count(), 'nothing of oneself waits').toBe(0)
    const reached = sent.length
    await page.waitForTimeout(AGAIN_MS)
    expect(sent.length, 'nothing is sent for anybody else').toBe(reached)
    await end()
    return theirs
  }

  /** Comes back to the child, without a reload. */
  async function comeBack(theirs: Pages, who: string) {
    await phone.pages.link(t.people.choose).click()
    await phone.pages.arrived(t.people.title)
    await page.getByText(o.othersWait(who)).waitFor()
    await phone.pages.radio(who).check()
    await phone.pages.button(t.people.next).click()
    await theirs.arrived(t.whose.child.coverage.title)
  }

  const before = (await madeIn(world)).length
  const made = async () => (await madeIn(world)).slice(before)
  const first = await leave(nth('2'), 'request')
  await phone.picture('ja-others-wait')
  expect(await survey(phone)).toEqual([])
  expect(await made()).toEqual([])
  await comeBack(first, nth('2'))
  await says(page, o.refused)
  await first.toStatus()
  await says(page, o.pageOnly)
  await first.link(o.send).click()
  await first.arrived(t.whose.child.decisions.confirmTitle)
  await first.button(t.decisions.submit).click()
  await first.arrived(t.whose.child.decisions.doneTitle)
  expect(await made()).toEqual([['stop', 'child']])
  expect(await page.getByText(o.refused).count()).toBe(0)

  await back.click()
  await phone.pages.arrived(t.databases.title)
  const second = await leave(nth('1'), 'answer')
  await comeBack(second, nth('1'))
  await page.getByText(o.waits).waitFor({ state: 'detached' })
  await second.toStatus()
  expect(await page.getByText(t.decisions.doubtTitle, { exact: true }).count()).toBe(0)
  expect(await made()).toHaveLength(2)
})

test('one’s own stop that waits on the device is sent before one acts, or named first and then not sent for anybody', async () => {
  phone = await openEnrolled(browser, world, FAMILY.father)
  const { page, pages } = phone
  const whom = async () => {
    await page.evaluate((to) => history.pushState(null, '', to), '/people')
    await pages.arrived(t.people.title)
    await pages.radio(nth('1')).check()
    await pages.button(t.people.next).click()
  }
  await toConfirm(pages)
  const { end } = await loseDecisions(page, 'request')
  await signInVain(pages)
  await says(page, t.decisions.doubtKept)
  await whom()
  await page.getByText(t.refusals.codes.unanswered[0]).waitFor()
  await pages.button(t.people.next).click()
  await pages.arrived(t.whose.child.coverage.title)
  await page.getByText(o.othersWait(o.self)).waitFor()
  expect(await pages.button(o.hide).count()).toBe(0)
  await end()
  await pages.button(t.people.back).click()
  await pages.arrived(t.databases.title)
  await says(page, o.text)
  await pages.link(o.send).click()
  await pages.submit()
  expect(await madeIn(world)).toEqual([['stop', null]])

  await toConfirm(pages)
  const again = await loseDecisions(page, 'request')
  await signInVain(pages)
  await again.end()
  await whom()
  await pages.arrived(t.whose.child.coverage.title)
  expect(await madeIn(world)).toHaveLength(2)
})

test('in safe mode from another device, it is said that leaving at once deletes what waits on this one', async () => {
  phone = await openEnrolled(browser, world, ordinary(0))
  const { page, pages } = phone
  await toConfirm(pages)
  await loseDecisions(page, 'request')
  await signInVain(pages)
  await says(page, t.decisions.doubtKept)
  expect(await page.getByText(o.exitDeletes).count()).toBe(0)
  const set = await page.request.put(`${world.origin}/api/session/safe`, {
    data: { on: true },
    headers: { origin: world.origin, 'sec-fetch-site': 'same-origin' },
  })
  expect(set.ok()).toBe(true)
  await page.reload()
  await pages.button(t.safety.exit).waitFor()
  await pages.toStatus()
  await says(page, o.exitDeletes)
  await phone.picture('ja-safe-waits')
  await pages.link(o.send).click()
  await pages.arrived(t.decisions.doubtTitle)
  await says(page, o.exitDeletes)
})

describe('where another tab chooses another child', () => {
  /** Two tabs of a mother. The first stands on P7 of a child, and the second then chooses another one. */
  async function twoTabs() {
    phone = await openEnrolled(browser, world, FAMILY.mother)
    const { page } = phone
    const theirs = await actFor(phone, world.origin, 'child', nth('1'))
    await toConfirm(theirs)
    const other = await phone.context.newPage()
    await other.goto(`${world.origin}/people`)
    await other.getByRole('radio', { name: nth('2') }).check()
    const choose = async () => {
      await other.getByRole('button', { name: t.people.next }).click()
      await theirs.arrived(t.people.changedTitle)
    }
    return { page, theirs, choose }
  }
  const gone = (page: Page) => page.getByText(t.people.changed).count()

  /** Lets the decision arrive, or its answer, when it is told to. */
  async function late(page: Page, what: 'request' | 'answer') {
    let arrive = () => {}
    const held = new Promise<void>((resolve) => {
      arrive = resolve
    })
    const previews: string[] = []
    await page.route('**/api/decisions/options', (route) => {
      previews.push(route.request().url())
      return route.continue()
    })
    await page.route('**/api/decisions', async (route) => {
      if (route.request().method() !== 'POST') return route.continue()
      if (what === 'request') {
        await held
        return route.continue()
      }
      const response = await route.fetch()
      await held
      await route.fulfill({ response })
    })
    return { arrive, previews }
  }

  test('a page whose decision is refused then says for whom it was not sent, and asks for no other', async () => {
    const { page, theirs, choose } = await twoTabs()
    const { arrive, previews } = await late(page, 'request')
    const sent = page.waitForRequest((request) => request.url().endsWith('/api/decisions'))
    await theirs.button(t.decisions.submit).click()
    await sent
    await choose()
    await page.getByText(o.othersWait(nth('1'))).waitFor()
    expect(await gone(page)).toBe(0)
    arrive()
    await page.getByText(o.othersRefused(nth('1'))).waitFor()
    await phone.picture('ja-changed-refused')
    await page.waitForTimeout(AGAIN_MS)
    expect([await gone(page), previews, await madeIn(world)]).toEqual([0, [], []])
  })

  test('a page whose decision was received says that its answer is missing, until it is about that child again', async () => {
    const { page, theirs, choose } = await twoTabs()
    const { arrive } = await late(page, 'answer')
    await theirs.button(t.decisions.submit).click()
    await expect.poll(() => madeIn(world)).toHaveLength(1)
    await choose()
    arrive()
    await page.waitForTimeout(AGAIN_MS)
    await page.getByText(o.othersWait(nth('1'))).waitFor()
    expect(await gone(page)).toBe(0)
    await theirs.button(t.people.changedOn).click()
    await theirs.arrived(t.whose.child.coverage.title)
    await page.getByText(o.othersWait(nth('1'))).waitFor()
    await page.evaluate((to) => history.pushState(null, '', to), '/people')
    await theirs.radio(nth('1')).check()
    await theirs.button(t.people.next).click()
    await theirs.arrived(t.whose.child.coverage.title)
    await page.getByText(o.waits).waitFor({ state: 'detached' })
    await page.getByText(o.othersWait(nth('1'))).waitFor({ state: 'detached' })
    expect(await madeIn(world)).toEqual([['stop', 'child']])
  })

  test('a page that shows what was received loses nothing, and one with a choice says that it is gone', async () => {
    const { page, theirs, choose } = await twoTabs()
    const other = await openTab(phone.context, [])
    await other.page.goto(`${world.origin}/choose?scope=all`)
    await other.page.getByRole('radio', { name: t.decisions.stop, exact: true }).check()
    await theirs.button(t.decisions.submit).click()
    await theirs.arrived(t.whose.child.decisions.doneTitle)
    await choose()
    expect(await gone(page)).toBe(0)
    await other.page.getByText(t.people.changed).waitFor()
  })
})
