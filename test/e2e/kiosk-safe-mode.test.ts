import { join } from 'node:path'
import type { Browser } from 'playwright-core'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import type { SessionAnswer } from '../../api/contract/patient.ts'
import { launchBrowser } from '../../mocks/demo/browser.ts'
import type { Resident } from '../../mocks/residents.ts'
import { CATALOGUE, nameOf, STOPPABLE } from '../support/catalogue.ts'
import { KIOSKS, openKiosk } from '../support/kiosk.ts'
import { readPdf } from '../support/pdf-text.ts'
import { ordinary, PEOPLE, toNumbers } from '../support/people.ts'
import type { FeedId } from '../support/setting.ts'
import { ROOT } from '../support/sources.ts'
import { NOTHING, openTerminal, type Terminal } from '../support/terminal.ts'
import { startWorld, type World } from '../support/world.ts'

const SIZES = [
  { width: 1080, height: 1920 },
  { width: 1280, height: 800 },
]
/** Names of databases and of those who run them. */
const NAMES = CATALOGUE.flatMap(({ name, holder }) => [name.ja, holder.ja, name.en, holder.en])
/** All that tells a place, the kiosk's own included: who reads it knows where a person was. */
const PLACES = [
  ...NAMES,
  ...CATALOGUE.map(({ id }) => id),
  ...KIOSKS.flatMap(({ id, name, clinic, phone }) => [name, clinic, phone ?? clinic, `kiosk:${id}`]),
]
const HIDDEN = 'データベース1（'

let world: World
let browser: Browser
let address: string
let terminal: Terminal
let next = 0

/** A person whose records several databases have linked. */
async function linked(person: Resident): Promise<Resident> {
  const { coverages } = person
  for (const database of STOPPABLE)
    await world.holder(database as FeedId).link('research', coverages.map(toNumbers))
  return person
}
const wordsOf = ({ name, coverages }: Resident) => [name, ...coverages.map(({ number }) => number)]

beforeAll(async () => {
  world = await startWorld({ web: join(ROOT, 'web', 'dist'), embedded: true })
  browser = await launchBrowser({ headless: true, bfcache: true })
  address = `${world.origin}/kiosk#${openKiosk(world).credential}`
})
afterAll(async () => {
  await browser?.close()
  await world?.close()
})
afterEach(() => terminal.close())

const open = async (size = SIZES[0] ?? expect.fail()) => {
  terminal = await openTerminal(browser, address, size)
  // Replaced, because the browser's own dialog would print at the same time as the test.
  await terminal.page.addInitScript('globalThis.print = () => {}')
  await terminal.page.evaluate('globalThis.print = () => {}')
}
const button = (name: string) => terminal.page.getByRole('button', { name, exact: true })
/** What a text tells of a place. */
const told = (text: string) => PLACES.filter((place) => text.includes(place))
const drawn = (text: string) => text.normalize('NFKC').replaceAll(/\s/g, '')
const safe = () =>
  terminal.page.evaluate(
    async () => ((await (await fetch('/api/session')).json()) as Partial<SessionAnswer>).safe,
  )

/** K1 ▶ K1: chooses safe mode. */
async function hide(look = async () => {}): Promise<void> {
  const { tap, arrived, page, k } = terminal
  await tap(k.begin)
  await tap(k.hide)
  await arrived(k.hideTitle)
  await look()
  await tap(k.hideStart)
  await page.getByText(k.hideOn).waitFor()
}

/** Expects the start as after a power-up, and nothing of anybody, also after Back. */
async function isGone(words: string[]): Promise<void> {
  const { page, arrived, k, kept } = terminal
  await arrived(k.title)
  await button(k.exit).waitFor({ state: 'detached' })
  for (const again of [false, true]) {
    if (again) await page.goBack().catch(() => null)
    await arrived(k.title)
    expect(await kept([...words, HIDDEN, ...NAMES])).toEqual(NOTHING)
    expect(page.url()).toBe(address)
    expect(await page.getByText(k.ended).count()).toBe(0)
    expect(await page.locator('.kiosk-paper').count()).toBe(0)
  }
  const visits = (await world.check()).session.filter(({ kiosk_id }) => kiosk_id !== null)
  expect(visits).toEqual([])
}

describe.each(SIZES)('at a kiosk of $width × $height', (size) => {
  test('whoever chooses it before anybody is known reads no name of a place, on no screen and no paper', async () => {
    await open(size)
    const { page, tap, arrived, k, t } = terminal
    const person = await linked(ordinary(next++))
    const found: string[] = []
    const look = async () => {
      const title = await page.getByRole('heading', { level: 1 }).innerText()
      found.push(...told(await page.locator('.kiosk').innerText()).map((place) => `${title}: ${place}`))
      found.push(...(await terminal.survey()).map((fault) => `${title}: ${fault}`))
      await terminal.picture(`kiosk-safe-${size.width}-${title}`)
      await button(k.exit).waitFor()
    }
    await tap(k.begin)
    await arrived(k.methodTitle)
    found.push(...(await terminal.survey()))
    await terminal.picture(`kiosk-safe-${size.width}-offer`)
    await tap(k.hide)
    await arrived(k.hideTitle)
    found.push(...(await terminal.survey()))
    await terminal.picture(`kiosk-safe-${size.width}-hide`)
    await tap(k.hideStart)
    await page.getByText(k.hideOn).waitFor()
    await look()
    await tap(k.card)
    await look()
    await tap(k.first)
    await arrived(t.identity.proofTitle)
    await look()
    await tap(t.identity.toPortal)
    await page.locator(`input[name=resident][value=${person.id}]`).check()
    await page.locator('button[name=agree][value=yes]').click()
    await arrived(k.enrolTitle)
    await look()
    await terminal.enrol()
    expect(await safe()).toBe('chosen')
    await look()
    await tap(k.next)
    await terminal.stopAll('ja', look)
    expect(await page.getByRole('button', { name: k.qr }).count()).toBe(0)
    const number = await page.locator('.id.number').innerText()
    await tap(k.print)
    await page.getByText(k.printingHidden.asked).waitFor()
    await look()
    expect(await page.locator('.qr').count()).toBe(0)
    const { text, pages } = readPdf(await page.pdf({ preferCSSPageSize: true }))
    expect([pages, text.includes(number)]).toEqual([1, true])
    expect(PLACES.filter((place) => text.includes(drawn(place)))).toEqual([])
    expect(found).toEqual([])
    await button(k.exit).click()
    await isGone([...wordsOf(person), number])

    // The next visit knows it from the account.
    await terminal.signIn()
    await page.getByText(HIDDEN).first().waitFor()
    await look()
    expect(found).toEqual([])
    await page.keyboard.press('Escape')
    await isGone([...wordsOf(person), number])
  })
})

describe('whom the portal protects', () => {
  const person = PEOPLE.protected
  type Step = [name: string, go: () => Promise<void>]
  /** The steps of a visit with a card, each from the one before. */
  const steps: Step[] = [
    [
      'K1',
      async () => {
        await terminal.tap(terminal.k.begin)
        await terminal.arrived(terminal.k.methodTitle)
      },
    ],
    [
      'K1 about it',
      async () => {
        await terminal.tap(terminal.k.hide)
        await terminal.arrived(terminal.k.hideTitle)
      },
    ],
    [
      'K2',
      async () => {
        await terminal.tap(terminal.k.hideStart)
        await terminal.tap(terminal.k.card)
        await terminal.arrived(terminal.k.beforeTitle)
      },
    ],
    [
      'K2 with a card',
      async () => {
        await terminal.tap(terminal.k.known)
        await terminal.arrived(terminal.k.signInTitle)
      },
    ],
    [
      'K3',
      async () => {
        await terminal.tap(terminal.k.signIn)
        await terminal.page.getByText(HIDDEN).first().waitFor()
      },
    ],
    [
      'K4 the scope',
      async () => {
        await terminal.tap(terminal.k.toChoose)
        await terminal.page.getByRole('radio').first().check()
      },
    ],
    [
      'K4 the choice',
      async () => {
        await terminal.tap(terminal.k.next)
        await terminal.page.getByRole('radio', { name: terminal.t.decisions.stop, exact: true }).check()
      },
    ],
    [
      'K5',
      async () => {
        await terminal.tap(terminal.k.next)
        await button(terminal.t.decisions.submit).waitFor()
      },
    ],
    [
      'K7',
      async () => {
        await terminal.wait(61_000)
        await terminal.page.getByRole('dialog').waitFor()
      },
    ],
  ]

  test('reads no name either, and leaves by the key at each step', async () => {
    await open()
    const { page, k, t, tap, arrived } = terminal
    await linked(person)
    const leave = async () => {
      expect(told(await page.locator('.kiosk-main').innerText())).toEqual([])
      await page.keyboard.press('Escape')
      await isGone(wordsOf(person))
    }
    await tap(k.begin)
    await arrived(k.methodTitle)
    await leave()
    await terminal.prove(person.id, 'yes')
    await arrived(k.enrolTitle)
    await button(k.exit).waitFor()
    await leave()
    await terminal.prove(person.id, 'yes')
    await terminal.enrol()
    expect(await safe()).toBe('portal')
    await leave()
    for (let last = 0; last < steps.length; last++) {
      for (const [, go] of steps.slice(0, last + 1)) await go()
      await leave()
    }
    await terminal.signIn()
    await terminal.stopAll('ja')
    await page.getByText(k.receiptHidden).waitFor()
    await leave()
    await terminal.signIn()
    await page.getByText(t.databases.standingStop).first().waitFor()
    await leave()
  })

  test('leaves by the button, too, which is there at each step', async () => {
    await open()
    const { k, tap, arrived, page } = terminal
    const chosen = await linked(ordinary(next++))
    await hide()
    await tap(k.card)
    await tap(k.first)
    await arrived(terminal.t.identity.proofTitle)
    await button(k.exit).click()
    await isGone([])
    await terminal.prove(chosen.id, 'yes')
    await terminal.enrol()
    // Safe mode is chosen in a later visit of somebody who has an account.
    await tap(k.leave)
    await arrived(k.title)
    for (let last = 2; last < steps.length; last += 2) {
      for (const [, go] of steps.slice(0, last + 1)) await go()
      if (last === steps.length - 1)
        await page.getByRole('dialog').getByRole('button', { name: k.exit }).click()
      else await button(k.exit).click()
      await isGone(wordsOf(chosen))
    }
  })
})

test.each([1, 2, 3])('some databases are decided about by their numbers: %i of them', async (count) => {
  await open()
  const { page, tap, k } = terminal
  await linked(ordinary(next))
  await hide()
  await tap(k.card)
  await tap(k.first)
  await tap(terminal.t.identity.toPortal)
  await page.locator(`input[name=resident][value=${ordinary(next++).id}]`).check()
  await page.locator('button[name=agree][value=yes]').click()
  await terminal.enrol()
  await tap(k.next)
  const found: string[] = []
  let screen = 0
  await terminal.stopSome(count, async () => {
    found.push(...told(await page.locator('.kiosk').innerText()))
    found.push(...(await terminal.survey()))
    await terminal.picture(`kiosk-safe-some-${count}-${++screen}`)
  })
  expect(found).toEqual([])
  const { decision, linkage, token } = await world.check()
  const made = decision.at(-1) ?? expect.fail('no decision')
  const revoked = token.filter(({ state }) => state === 'revoked').map(({ linkage_id }) => linkage_id)
  const own = linkage.filter(({ id, subject }) => subject === made.subject && revoked.includes(id))
  expect(own).toHaveLength(count)
  await tap(k.print)
  await page.getByText(k.printingHidden.asked).waitFor()
  const { text } = readPdf(await page.pdf({ preferCSSPageSize: true }))
  expect(text).toContain(made.receipt_number)
  expect(PLACES.filter((place) => text.includes(drawn(place)))).toEqual([])
  await button(k.exit).click()
  await isGone([made.receipt_number])
})

test('without safe mode names, code and ending are as before', async () => {
  await open()
  const { page, k, t, tap, arrived } = terminal
  const person = await linked(ordinary(next++))
  await terminal.prove(person.id, 'yes')
  await terminal.enrol()
  await tap(k.next)
  await arrived(t.databases.title)
  await page.getByText(nameOf('demo-registry', 'ja')).first().waitFor()
  await page.keyboard.press('Escape')
  await button(k.leave).waitFor()
  expect(await button(k.exit).count()).toBe(0)
  await terminal.stopAll('ja')
  await page.getByRole('button', { name: k.qr }).waitFor()
  await tap(k.none)
  await page.getByText(k.ended).waitFor()
})
