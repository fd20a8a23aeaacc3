import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { launchBrowser } from '../../mocks/demo/browser.ts'
import { check as ja } from '../../web/text/ja/check.ts'
import { staff } from '../../web/text/ja/staff.ts'
import { LANGUAGES } from '../../web/text/language.ts'
import { geometryFaults } from '../support/geometry.ts'
import { changeKiosk, openKiosk } from '../support/kiosk.ts'
import { ordinary } from '../support/people.ts'
import { openTab } from '../support/phone.ts'
import { ROOT } from '../support/sources.ts'
import { NOTHING, openTerminal } from '../support/terminal.ts'
import { startWorld, type World } from '../support/world.ts'

const UPRIGHT = { width: 1080, height: 1920 }
const MINUTE = 60_000

let world: World
let browser: Browser

beforeAll(async () => {
  world = await startWorld({ web: join(ROOT, 'web', 'dist'), embedded: true })
  browser = await launchBrowser({ headless: true, bfcache: true })
})
afterAll(async () => {
  await browser?.close()
  await world?.close()
})

/** Adds what the test machine lacks: voices, and a profile on a small volume. */
const asWritten = (page: Page) =>
  page.addInitScript(() => {
    const voices = ['ja-JP', 'en-GB'].map((lang) => ({ lang, name: lang, localService: true }))
    speechSynthesis.getVoices = () => voices as SpeechSynthesisVoice[]
    navigator.storage.estimate = async () => ({ quota: 2 ** 30 })
  })

/**
 * Makes a machine that is not set up: somebody's browser, a wrong clock, slow answers without headers because of a
 * proxy.
 */
async function asFound(page: Page): Promise<void> {
  await page.addInitScript(() => {
    const now = Date.now.bind(Date)
    Date.now = () => now() + 120_000
    const state = { get: () => 'suspended' }
    Object.defineProperty(AudioContext.prototype, 'state', state)
    PublicKeyCredential.isUserVerifyingPlatformAuthenticatorAvailable = async () => true
    navigator.credentials.create = () => Promise.reject(new DOMException('', 'NotAllowedError'))
    if (location.search) return
    localStorage.setItem('old', '1')
  })
  await page.route(/\/kiosk/, async (route) => {
    const answer = await route.fetch()
    const { 'clear-site-data': _cleared, 'cache-control': _stored, ...headers } = answer.headers()
    if (route.request().url().endsWith('/api/kiosk')) await sleep(1_000)
    await route.fulfill({ response: answer, headers })
  })
}

describe('the check of a terminal', () => {
  const addressOf = (credential: string) => `${world.origin}/kiosk/check${credential && `#${credential}`}`

  async function open(address: string, { setUp }: { setUp: boolean }) {
    const context = await browser.newContext({
      viewport: setUp ? UPRIGHT : { width: 1000, height: 700 },
      screen: setUp ? UPRIGHT : { width: 1024, height: 768 },
      hasTouch: setUp,
      locale: 'ja-JP',
    })
    context.setDefaultTimeout(20_000)
    const tab = await openTab(context, [], 'usb')
    const { page } = tab
    await (setUp ? asWritten(page) : asFound(page))
    if (!setUp) await context.addCookies([{ name: 'old', value: '1', url: world.origin }])
    await page.goto(address)
    const card = (id: string) => page.locator(`[data-check=${id}]`)
    const done = () => page.getByRole('status').filter({ hasText: ja.verdicts.fail }).waitFor()
    await done()
    return {
      ...tab,
      done,
      close: () => context.close(),
      faults: async () => [...(await tab.violations()), ...(await page.evaluate(geometryFaults, undefined))],
      seen: (id: string) => card(id).locator('.id').innerText(),
      tryOut: (id: keyof typeof ja.tries) => card(id).getByRole('button', { name: ja.tries[id] }).click(),
      /** Waits until a check has this verdict. */
      becomes: (id: string, verdict: string) =>
        page.locator(`[data-check=${id}][data-verdict=${verdict}]`).waitFor(),
      verdicts: async (): Promise<Record<string, string>> =>
        Object.fromEntries(
          await page
            .locator('[data-check]')
            .evaluateAll((cards: HTMLElement[]) =>
              cards.map(({ dataset }) => [dataset.check ?? '', dataset.verdict ?? '']),
            ),
        ),
    }
  }

  /** Verdicts that every set-up leaves: for hand and eye, or for the installer to begin. */
  const REST = {
    millimetres: 'by-hand',
    gestures: 'by-hand',
    removal: 'by-hand',
    policies: 'by-hand',
    visit: 'by-hand',
    power: 'to-try',
    reader: 'to-try',
    print: 'to-try',
    pages: 'to-try',
  }
  const AUTOMATIC = [
    'secure',
    'registered',
    'network',
    'clock',
    'screen',
    'fullScreen',
    'touch',
    'stored',
    'volume',
    'cleared',
    'platform',
    'voice',
    'sound',
  ]
  const all = (verdict: string) => Object.fromEntries(AUTOMATIC.map((id) => [id, verdict]))

  test('passes a terminal set up as written, and says what is left to check by hand', async () => {
    const desk = await open(addressOf(openKiosk(world).credential), { setUp: true })
    const { becomes, tryOut, seen, page } = desk
    expect(await desk.verdicts()).toEqual({ ...all('pass'), ...REST, back: 'to-try' })
    expect(await seen('registered')).toContain('front-desk')
    for (const { name } of Object.values(LANGUAGES)) {
      await page.getByRole('button', { name, exact: true }).click()
      expect(await desk.faults()).toEqual([])
    }
    await page.getByRole('button', { name: LANGUAGES.ja.name, exact: true }).click()

    await tryOut('back')
    await becomes('back', 'pass')
    await desk.done()
    await desk.takeCard()
    await becomes('removal', 'pass')
    await tryOut('reader')
    await becomes('reader', 'pass')
    const left = await desk.authenticator.passkeys()
    expect(left.filter(({ isResidentCredential }) => isResidentCredential)).toEqual([])
    await page.context().route('**/openapi', (route) => route.abort())
    await tryOut('pages')
    await becomes('pages', 'pass')
    await tryOut('print')
    await becomes('print', 'by-hand')
    await tryOut('power')
    await page.reload()
    await becomes('stored', 'fail')
    expect(await seen('stored')).toBe('localStorage erabu-check')
    await desk.done()
    await page.reload()
    await becomes('stored', 'pass')
    await desk.close()
  })

  test('fails a terminal where each of these is wrong', async () => {
    const desk = await open(addressOf(openKiosk(world).credential), { setUp: false })
    const { becomes, tryOut, seen } = desk
    expect(await desk.verdicts()).toEqual({
      ...all('fail'),
      ...REST,
      // These pass: without https there would be no page, and without a kiosk nothing to end.
      secure: 'pass',
      registered: 'pass',
      back: 'to-try',
    })
    expect(await seen('stored')).toBe('cookie old, localStorage old')
    expect(await seen('cleared')).toContain('localStorage erabu-check')
    await desk.devtools.send('Emulation.setPageScaleFactor', { pageScaleFactor: 2 })
    await becomes('gestures', 'fail')
    await desk.devtools.send('Emulation.setPageScaleFactor', { pageScaleFactor: 1 })
    await tryOut('reader')
    await becomes('reader', 'fail')
    await tryOut('back')
    await becomes('back', 'fail')
    await tryOut('pages')
    await becomes('pages', 'fail')
    await desk.close()
  })

  test('fails a terminal that is not registered, or was blocked', async () => {
    const { credential } = openKiosk(world)
    await changeKiosk(world, 'front-desk', { blocked: true })
    for (const [address, reason] of [
      [addressOf(''), 'unregistered'],
      [addressOf(credential), 'kiosk-refused'],
    ] as const) {
      const desk = await open(address, { setUp: true })
      await desk.becomes('registered', 'fail')
      expect(await desk.seen('registered')).toBe(reason)
      await desk.becomes('cleared', 'fail')
      await desk.close()
    }
    await changeKiosk(world, 'front-desk', { blocked: false })
  })
})

test('staff see which kiosk calls and for how long, and help; they see nothing of the person', async () => {
  const { id, name, coverages } = ordinary(0)
  const context = await browser.newContext({ viewport: { width: 1024, height: 768 }, locale: 'ja-JP' })
  context.setDefaultTimeout(20_000)
  const { page, violations, offline, picture } = await openTab(context, [], 'usb')
  await page.goto(`${world.origin}/kiosk/staff`)
  const start = `${world.origin}/kiosk#${openKiosk(world).credential}`
  const terminal = await openTerminal(browser, start, UPRIGHT)
  const { arrived, tap, k } = terminal
  const button = (label: string) => page.getByRole('button', { name: label, exact: true })
  /** Taps, and makes the terminal ask at once for the command. */
  const order = async (label: string) => {
    await Promise.all([
      page.waitForResponse((answer) => answer.request().method() === 'POST'),
      button(label).click(),
    ])
    await terminal.ask()
  }
  const says = (text: string) => page.getByText(text).waitFor()
  await button(staff.register).click()
  await changeKiosk(world, 'front-desk', {
    staff: [{ name: '受付', key: await page.locator('.id').innerText() }],
  })
  await button(staff.signIn).click()
  await page.getByRole('heading', { name: '試験病院 受付の端末' }).waitFor()

  await terminal.prove(id, 'yes')
  await terminal.enrol()
  await tap(k.call)
  await says(staff.waiting(0))
  await expect.poll(() => page.title()).toContain(staff.waitingTitle(1))
  await says(staff.inUse)
  const seen = await page.content()
  const words = [name, ...coverages.flatMap(({ number, insurer_number }) => [number, insurer_number])]
  expect(words.filter((word) => seen.includes(word))).toEqual([])
  expect(await violations()).toEqual([])
  expect(await page.evaluate(geometryFaults, undefined)).toEqual([])
  await world.deps.store.transact((tx) =>
    tx
      .updateTable('kiosk_call')
      .set({ called_at: Date.now() - 3 * MINUTE })
      .execute(),
  )
  await says(staff.waiting(3))
  for (const { name } of Object.values(LANGUAGES)) {
    await page.getByRole('button', { name, exact: true }).click()
    await picture(`staff-call-${name}`)
    expect(await page.evaluate(geometryFaults, undefined)).toEqual([])
  }
  await page.getByRole('button', { name: LANGUAGES.ja.name, exact: true }).click()
  await offline(true)
  await says(staff.away)
  await says(staff.waiting(3))
  expect(await button(staff.signIn).count()).toBe(0)
  expect(await violations()).toEqual([])
  await picture('staff-away')
  await offline(false)
  await page.getByText(staff.away).waitFor({ state: 'detached' })
  await order(staff.take)
  await terminal.page.getByRole('button', { name: k.taken }).waitFor()
  await order(staff.close)
  await terminal.page.getByRole('button', { name: k.call }).waitFor()
  await order(staff.mute)
  await terminal.page.getByRole('button', { name: k.mute, pressed: true }).waitFor()
  await order(staff.end)
  await arrived(k.title)
  expect(await terminal.kept(words)).toEqual(NOTHING)
  await order(staff.start)
  await arrived(k.methodTitle)
  await changeKiosk(world, 'front-desk', { blocked: true })
  await terminal.ask()
  await says(staff.blocked)
  await arrived(k.outTitle)
  await Promise.all([terminal.close(), context.close()])
})
