import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Browser, Route } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { RecordEntry } from '../../api/contract/record.ts'
import { numberedName } from '../../api/domain/safety/places.ts'
import { textHash } from '../../api/domain/text.ts'
import { launchBrowser } from '../../mocks/demo/browser.ts'
import { CATALOGUE, nameOf } from '../support/catalogue.ts'
import { readPdf } from '../support/pdf-text.ts'
import { FAMILY, ordinary, PEOPLE, toNumbers } from '../support/people.ts'
import { openPhone, openTab, type Phone } from '../support/phone.ts'
import { actFor, openEnrolled } from '../support/representative.ts'
import { ROOT } from '../support/sources.ts'
import { survey } from '../support/survey.ts'
import { dayFrom, INLINE, recorded, usesOf } from '../support/uses.ts'
import { startWorld, type World } from '../support/world.ts'

const DATABASE = 'demo-registry'
const NEUTRAL = '/page.html'
/** Words by which a page could be known as ours, or as one about health. */
const OURS = /えらぶ|Erabu|医療|診療|記録|データベース|マイナ/

let world: World
let browser: Browser
let phone: Phone
let sessions = 0
let next = 0

beforeAll(async () => {
  world = await startWorld({ web: join(ROOT, 'web', 'dist'), embedded: true })
  const people = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15].map(ordinary)
  for (const { coverages } of [...people, PEOPLE.protected, FAMILY.child]) {
    const [linked] = await world.holder(DATABASE).link('research', coverages.map(toNumbers))
    const token = linked && 'token' in linked ? linked.token : ''
    const days = { from: dayFrom(world, -2), to: dayFrom(world, -1) }
    await recorded(await usesOf(world.holder(DATABASE)).report({ ...INLINE, id: 'p-1' }, days, [token]))
  }
  browser = await launchBrowser({ headless: true, bfcache: true })
})
afterAll(async () => {
  await browser?.close()
  await world?.close()
})
beforeEach(async () => {
  phone = await openPhone(browser, { origin: world.origin, language: 'ja' })
  sessions = (await world.check()).session.length
})
afterEach(() => phone.context.close())

/** Names of databases, of those who run them, and of the project that used the records. */
const PLACES = [
  ...CATALOGUE.flatMap(({ name, holder }) => [name.ja, holder.ja, name.en, holder.en]),
  INLINE.title,
  INLINE.organisation,
]
const seen = async () => {
  const content = await phone.page.locator('body').innerText()
  return PLACES.filter((place) => content.includes(place))
}

/** A new person with an account, on P4. */
async function enrol({ id }: { id: string }): Promise<void> {
  const { pages } = phone
  await pages.open()
  await pages.begin(id)
  await pages.makePasskey()
  await pages.toStatus()
}

/** Turns safe mode on, on P10. */
async function turnOn(): Promise<void> {
  const { page, pages, t } = phone
  await pages.open('/settings')
  await pages.button(t.safety.turnOn).click()
  await page.getByText(t.safety.isOn).waitFor()
  await pages.button(t.safety.exit).waitFor()
}

/** Everything that this browser keeps of this site, counted, with what its storage holds in text. */
async function kept() {
  const { page, context } = phone
  return {
    cookies: (await context.cookies(world.origin)).length,
    ...(await page.evaluate(async () => ({
      local: Object.keys(localStorage),
      session: Object.keys(sessionStorage),
      databases: (await indexedDB.databases()).length,
      caches: (await caches.keys()).filter((name) => !name.includes('precache')).length,
      state: history.state as unknown,
    }))),
  }
}
const NOTHING = { cookies: 0, local: [], session: [], databases: 0, caches: 0, state: null }

/** The addresses in the history of the tab, from the first to the last. */
const entries = async () =>
  (await phone.devtools.send('Page.getNavigationHistory')).entries.map(({ url }) => url)

/** Every address that the browser has shown, and would remember, from now on. */
function remembered(): string[] {
  const addresses: string[] = []
  const { page } = phone
  page.on('framenavigated', (frame) => frame === page.mainFrame() && addresses.push(frame.url()))
  return addresses
}

/** Expects the neutral page, nothing kept, and that neither Back nor Forward leads to a page of ours. */
async function isGone(): Promise<void> {
  const { page } = phone
  await page.waitForURL(world.origin + NEUTRAL)
  expect(await page.content()).not.toMatch(OURS)
  expect(await page.title()).not.toMatch(OURS)
  await expect.poll(kept).toEqual(NOTHING)
  expect((await world.check()).session).toHaveLength(sessions)
}

test('a person turns it on: no name of a place on any screen, and nothing is kept on the device', async () => {
  const { page, pages, t, complaints } = phone
  await enrol(ordinary(next++))
  await expect.poll(seen).toContain(nameOf(DATABASE, 'ja'))
  await turnOn()
  await phone.picture('safe-mode-settings')
  expect(await survey(phone)).toEqual([])
  for (const path of [
    '/status',
    `/databases/${DATABASE}`,
    `/databases/${DATABASE}/ask?about=linkage`,
    `/databases/${DATABASE}/letter`,
    '/choose?scope=all',
    '/record',
    '/messages',
    '/history',
    '/cases',
  ]) {
    await pages.open(path)
    await pages.button(t.safety.exit).waitFor()
    await page.waitForLoadState('networkidle')
    expect([path, await seen()]).toEqual([path, []])
  }
  await pages.open('/status')
  await page.getByText('データベース1（').first().waitFor()
  await phone.picture('safe-mode-status')
  expect(await phone.violations()).toEqual([])
  const { local, databases } = await page.evaluate(async () => ({
    // The chosen language says nothing of anybody, and goes when the person leaves.
    local: Object.keys(localStorage).filter((key) => key !== 'language'),
    databases: await new Promise<number>((resolve) => {
      const opened = indexedDB.open('erabu')
      opened.onsuccess = () => {
        const names = [...opened.result.objectStoreNames].filter((name) => name !== 'jwks')
        if (names.length === 0) return resolve(0)
        const counts = names.map(
          (name) =>
            new Promise<number>((done) => {
              const counted = opened.result.transaction(name).objectStore(name).count()
              counted.onsuccess = () => done(counted.result)
            }),
        )
        void Promise.all(counts).then((all) => {
          opened.result.close()
          resolve(all.reduce((sum, one) => sum + one, 0))
        })
      }
    }),
  }))
  expect({ local, databases }).toEqual({ local: [], databases: 0 })
  expect(complaints).toEqual([])
})

test('the button leaves at once: the session ends, nothing is kept, and Back does not return', async () => {
  const { page, pages, t } = phone
  await enrol(ordinary(next++))
  await turnOn()
  const before = (await entries()).length
  await pages.link(t.shell.status).first().click()
  await pages.arrived(t.databases.title)
  await pages.link(t.shell.settings).first().click()
  await pages.arrived(t.settings.title)
  expect((await entries()).length, 'one entry for all screens').toBe(before)
  await pages.button(t.safety.exit).click()
  await isGone()
  await page.goBack().catch(() => null)
  expect(new URL(page.url()).pathname).not.toMatch(/^\/(status|settings|databases|record)/)
  expect(await page.locator('body').innerText()).not.toContain('データベース1')
  await pages.open('/status')
  await pages.arrived(t.identity.signInTitle)
})

test('the browser remembers no address of a screen, and Erabu still knows which one it shows', async () => {
  const { page, pages, t } = phone
  await enrol(ordinary(next++))
  await turnOn()
  await pages.open('/status')
  await page.getByText('データベース1（').first().waitFor()
  await expect.poll(() => page.url()).toBe(`${world.origin}/`)
  const addresses = remembered()
  await page.getByRole('link', { name: /^データベース1（/ }).click()
  await page.getByRole('heading', { level: 1, name: /^データベース1（/ }).waitFor()
  await page.locator('a[href*="/choose?"]').first().click()
  await pages.arrived(t.decisions.chooseTitle)
  await pages.link(t.shell.settings).first().click()
  await pages.arrived(t.settings.title)
  expect(new Set(addresses)).toEqual(new Set([`${world.origin}/`]))

  await page.reload()
  await pages.arrived(t.databases.title)
  await pages.link(t.shell.settings).first().click()
  await pages.button(t.settings.signOut).click()
  await page.waitForURL(`${world.origin}/signed-out`)
  await page.getByText(t.settings.leftText).waitFor()
})

test('after safe mode addresses say again where the page is', async () => {
  const { page, pages, t } = phone
  await enrol(ordinary(next++))
  await turnOn()
  await pages.button(t.safety.turnOff).click()
  await pages.button(t.identity.signIn).click()
  await pages.button(t.safety.turnOn).waitFor()
  expect(page.url()).toBe(`${world.origin}/settings`)
  await pages.link(t.shell.status).first().click()
  await pages.arrived(t.databases.title)
  expect(page.url()).toBe(`${world.origin}/status`)
  await page.goBack()
  await pages.arrived(t.settings.title)
})

test.each(['Escape', 'Shift'])('%s pressed three times leaves at once', async (key) => {
  const { page, pages, t } = phone
  await enrol(ordinary(next++))
  await turnOn()
  await page.keyboard.press(key)
  await page.keyboard.press(key)
  await pages.button(t.safety.exit).waitFor()
  await page.keyboard.press(key)
  await isGone()
})

test.each([
  ['is late', () => new Promise<void>(() => {})],
  ['fails', (route: Route) => route.fulfill({ status: 503 })],
  ['does not come', (route: Route) => route.abort()],
])('one can leave by key and by button while the answer about the session %s', async (_, answer) => {
  const { page, pages, t } = phone
  await enrol(ordinary(next++))
  await turnOn()
  await page.route('**/api/session', (route) =>
    route.request().method() === 'GET' ? answer(route) : route.continue(),
  )
  await page.reload()
  await pages.button(t.safety.exit).waitFor()
  for (let pressed = 0; pressed < 3; pressed++) await page.keyboard.press('Escape')
  await isGone()
})

test('whom the portal protects is in it from the proofing on, and cannot leave it', async () => {
  const { page, pages, t } = phone
  await pages.open()
  await pages.begin(PEOPLE.protected.id)
  await pages.button(t.safety.exit).waitFor()
  await pages.makePasskey()
  await pages.toStatus()
  await page.getByText('データベース1（').first().waitFor()
  expect(await seen()).toEqual([])
  await pages.open('/settings')
  await page.getByText(t.safety.byPortal).waitFor()
  expect(await pages.button(t.safety.turnOff).count()).toBe(0)
  await pages.button(t.safety.exit).click()
  await isGone()
})

/** Another tab, on P4 with the name of a database. */
async function besides() {
  const { page } = await openTab(phone.context, [])
  await page.goto(`${world.origin}/status`)
  await page.getByText(nameOf(DATABASE, 'ja')).first().waitFor()
  await phone.page.bringToFront()
  return page
}
const signInOf = (page: Phone['page']) =>
  page.getByRole('heading', { name: phone.t.identity.signInTitle, exact: true, level: 1 })

test('another tab of the same browser loses the person at once, by signing out', async () => {
  await enrol(ordinary(next++))
  const other = await besides()
  await phone.pages.signOut()
  await other.getByText(nameOf(DATABASE, 'ja')).first().waitFor({ state: 'detached' })
  await signInOf(other).waitFor()
})

test('another tab loses the names at once when safe mode begins, and shows the neutral page when one leaves', async () => {
  const { pages, t } = phone
  await enrol(ordinary(next++))
  const other = await besides()
  await turnOn()
  await signInOf(other).waitFor()
  expect(await other.locator('body').innerText()).not.toContain(nameOf(DATABASE, 'ja'))
  await pages.button(t.safety.exit).click()
  await other.waitForURL(world.origin + NEUTRAL)
  await isGone()
})

describe('where one leaves and the service does not answer', () => {
  const live = async () => (await world.check()).session.length - sessions

  /** Leaves while nothing can end the session. @param then what is done before the service answers again. */
  async function leave(then = async () => {}): Promise<void> {
    const { page, pages, t } = phone
    await enrol(ordinary(next++))
    await turnOn()
    await phone.readyForOffline()
    await world.restart(async () => {
      await pages.button(t.safety.exit).click()
      await page.waitForURL(world.origin + NEUTRAL)
      expect(await page.content()).not.toMatch(OURS)
      await then()
    })
  }

  test('the neutral page ends the session once it does', async () => {
    await leave()
    await isGone()
  })

  test('any page ends it that is opened then', async () => {
    await leave(() => phone.page.close())
    expect(await live()).toBe(1)
    const page = await phone.context.newPage()
    await page.goto(world.origin)
    await expect.poll(live).toBe(0)
    await expect.poll(() => phone.context.cookies(world.origin)).toEqual([])
  })
})

test('a decision is made, and reaches those it is about, without a name of a place', async () => {
  const { pages, complaints } = phone
  await enrol(ordinary(next++))
  await turnOn()
  await pages.open('/status')
  await pages.chooseForAll('stop')
  expect(await seen()).toEqual([])
  await pages.submit()
  expect(await seen()).toEqual([])
  const { token, decision } = await world.check()
  expect(token.filter(({ state }) => state === 'revoked')).toHaveLength(1)
  expect(complaints).toEqual([])

  const made = decision.at(-1) ?? expect.fail('no decision')
  /** What the paper says, and the codes that it shows. */
  const paper = async () => {
    const { text } = readPdf(await phone.page.pdf({ preferCSSPageSize: true }))
    return {
      numbered: text.includes(made.receipt_number),
      places: PLACES.filter((place) => text.includes(place.normalize('NFKC').replaceAll(/\s/g, ''))),
      codes: await phone.page.locator('.qr').count(),
    }
  }
  const { page, t } = phone
  await pages.open(`/history/${made.id}`)
  await page.getByText(t.receipts.hiddenFile).waitFor()
  await page.getByText(t.receipts.hidden).first().waitFor()
  expect(await seen()).toEqual([])
  expect(await phone.page.getByRole('button', { name: t.receipts.saveImage }).count()).toBe(0)
  expect(await survey(phone)).toEqual([])
  await phone.picture('safe-mode-receipt')
  expect(await paper()).toEqual({ numbered: true, places: [], codes: 0 })
  expect(await page.content()).not.toContain(made.text)
  await pages.open(`/verify#${made.receipt}`)
  await page.getByText(t.receipts.valid).waitFor()
  expect(await seen()).toEqual([])
  await pages.open('/record')
  await page.getByText(t.record.toPaper).waitFor()
  const download = page.waitForEvent('download')
  await pages.button(t.record.toFile).click()
  const lines = readFileSync(await (await download).path(), 'utf8')
    .trim()
    .split('\n')
  expect(lines.map((line) => (JSON.parse(line) as RecordEntry).kind)).toContain('decided')
  expect((await paper()).places).toEqual([])
  await pages.open(`/databases/${DATABASE}/letter`)
  await page.getByText(t.letter.hidden).waitFor()
})

/** What screens call the database in safe mode: it linked first. */
const HIDDEN_NAME = numberedName(1).ja

/** The token of the person of the newest decision: revoked, or not. */
async function stopped() {
  const { decision, linkage, token } = await world.check()
  const made = decision.at(-1) ?? expect.fail('no decision')
  const own = linkage.filter(({ subject }) => subject === made.subject).map(({ id }) => id)
  const states = token.filter(({ linkage_id }) => own.includes(linkage_id)).map(({ state }) => state)
  return { made, states }
}

test('a decision about one database is made without its name, and so are its receipt and its history', async () => {
  const { page, pages, t, complaints } = phone
  await enrol(ordinary(next++))
  await turnOn()
  await pages.open(`/choose?database=${DATABASE}`)
  await pages.choose('stop')
  const statement = t.decisions.stopStatement(HIDDEN_NAME)
  await pages.button(t.decisions.submit).waitFor()
  await page.getByText(statement).first().waitFor()
  await phone.picture('safe-mode-one-confirm')
  expect([await seen(), await survey(phone)]).toEqual([[], []])
  const number = await pages.submit()
  await page.getByText(statement).first().waitFor()
  await phone.picture('safe-mode-one-done')
  expect(await seen()).toEqual([])
  const { made, states } = await stopped()
  expect([made.receipt_number, made.scope_database, states]).toEqual([number, DATABASE, ['revoked']])
  expect(made.text).toBe(textHash([statement, ...t.decisions.consequences].join('\n')))

  for (const [path, words] of [
    ['/history', statement],
    ['/status', HIDDEN_NAME],
    [`/history/${made.id}`, statement],
    [`/verify#${made.receipt}`, t.receipts.valid],
  ] as const) {
    await pages.open(path)
    await page.getByText(words).first().waitFor()
    await page.waitForLoadState('networkidle')
    await phone.picture(`safe-mode-one-${path.split(/[/#]/)[1]}`)
    expect([path, await seen()]).toEqual([path, []])
    expect(await page.content()).not.toContain(made.text)
  }
  await pages.open(`/history/${made.id}`)
  await page.getByText(t.receipts.hiddenFile).waitFor()
  const { text } = readPdf(await page.pdf({ preferCSSPageSize: true }))
  expect(text).toContain(statement.normalize('NFKC').replaceAll(/\s/g, ''))
  expect(complaints).toEqual([])

  // Afterwards nothing on screen or paper tells that names were hidden.
  await pages.open('/settings')
  await pages.button(t.safety.turnOff).click()
  await pages.button(t.safety.turnOn).or(pages.button(t.identity.signIn)).waitFor()
  if (await pages.button(t.identity.signIn).isVisible()) await pages.button(t.identity.signIn).click()
  await pages.button(t.safety.turnOn).waitFor()
  for (const path of [`/history/${made.id}`, `/verify#${made.receipt}`]) {
    await pages.open(path)
    await page.getByText(nameOf(DATABASE, 'ja')).first().waitFor()
    await page.locator('summary').filter({ hasText: t.receipts.wordsTitle }).click()
    await page.getByText(t.receipts.wordsUnknown).first().waitFor()
    expect(await page.content()).not.toContain(HIDDEN_NAME)
  }
})

test('some databases are chosen by their numbers', async () => {
  const { page, pages, t } = phone
  await enrol(ordinary(next++))
  await turnOn()
  await pages.open('/choose')
  await pages.radio(t.decisions.scopeDatabase).check()
  const boxes = page.getByRole('checkbox')
  for (const box of await boxes.all()) await box.check()
  await phone.picture('safe-mode-some')
  await pages.button(t.decisions.toChoice).click()
  await pages.choose('stop')
  expect(await seen()).toEqual([])
  await pages.submit()
  expect(await seen()).toEqual([])
  expect((await stopped()).states).toEqual(['revoked'])
})

test('who acts for somebody while in safe mode decides about one database of theirs', async () => {
  const mother = await openEnrolled(browser, world, FAMILY.mother)
  await phone.context.close()
  phone = mother
  await turnOn()
  const { page, t } = phone
  const theirs = await actFor(phone, world.origin, 'child', t.people.nth(t.people.relations.child, '1'))
  await theirs.open(`/choose?database=${DATABASE}`)
  await theirs.choose('stop')
  const statement = t.decisions.statementsFor.child.stop(HIDDEN_NAME)
  await page.getByText(statement).first().waitFor()
  await theirs.submit()
  await page.getByText(statement).first().waitFor()
  await phone.picture('safe-mode-acting-done')
  expect(await seen()).toEqual([])
  const { made, states } = await stopped()
  expect([made.acting, made.scope_database, states]).toEqual(['child', DATABASE, ['revoked']])
  await theirs.open(`/history/${made.id}`)
  await page.getByText(statement).first().waitFor()
  expect(await seen()).toEqual([])
})

test('whoever is not signed in learns of it from the first screens', async () => {
  const { page, pages, t } = phone
  for (const path of ['/', '/proofing', '/sign-in']) {
    await pages.open(path)
    await pages.link(t.welcome.seen).click()
    const answer = page.locator('#seen[open]')
    for (const words of ['#8008', '#9110', '110']) await answer.getByText(words).first().waitFor()
  }
})
