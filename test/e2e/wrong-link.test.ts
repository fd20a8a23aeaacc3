import { join } from 'node:path'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openChannel } from '../../api/operator/channel.ts'
import { launchBrowser } from '../../mocks/demo/browser.ts'
import { languages } from '../../web/text/language.ts'
import { axeViolations } from '../support/axe.ts'
import { runCommand } from '../support/command.ts'
import { geometryFaults } from '../support/geometry.ts'
import { openKiosk } from '../support/kiosk.ts'
import { actsOf } from '../support/operator.ts'
import { numbersOf, ordinary } from '../support/people.ts'
import { openPhone } from '../support/phone.ts'
import { ROOT } from '../support/sources.ts'
import { speak } from '../support/survey.ts'
import { openTerminal } from '../support/terminal.ts'
import { messagesOf } from '../support/words.ts'
import { startWorld, type World } from '../support/world.ts'

const MINE = ordinary(9)
const OTHERS = ordinary(8)
const CASE_NUMBER = /^C-[0-9A-Z]{4}-[0-9A-Z]{4}$/

let world: World
let browser: Browser
let channel: ReturnType<typeof openChannel>

beforeAll(async () => {
  world = await startWorld({ web: join(ROOT, 'web', 'dist'), embedded: true })
  channel = openChannel(world.deps.config.data, actsOf(world.deps), () => {})
  // An insurer registers somebody's number for another person (紐付け誤り).
  world.surroundings.changeJob(MINE.id, { ...numbersOf(OTHERS), qualified_on: '2026-10-01' })
  browser = await launchBrowser({ headless: true })
})
afterAll(async () => {
  await browser?.close()
  await channel?.close()
  await world?.close()
})

/** Runs in the page: the words of the screen, without readings. */
function shown(): string {
  const main = document.querySelector('main')?.cloneNode(true) as HTMLElement
  for (const reading of main.querySelectorAll('rt, rp')) reading.remove()
  return (main.textContent ?? '').replace(/[\s\u200b]+/g, ' ')
}

/** Expects that the screen sends the person to the insurer in every language, and shows no number. */
async function sendsToInsurer(page: Page): Promise<void> {
  for (const language of languages) {
    const { wrongLinkTitle, wrongLink } = messagesOf[language].identity
    await speak(page, language)
    const words = await page.evaluate(shown)
    expect(words).toContain(wrongLinkTitle)
    expect(words).toContain(wrongLink)
    for (const { number } of [...MINE.coverages, ...OTHERS.coverages]) expect(words).not.toContain(number)
    expect(await axeViolations(page)).toEqual([])
    expect(await page.evaluate(geometryFaults, undefined)).toEqual([])
  }
}

describe('the numbers of two people in one answer', () => {
  test('send a person on a phone to the insurer, in every language', async () => {
    const { pages, page, t, picture, context } = await openPhone(browser, {
      origin: world.origin,
      language: 'ja',
    })
    await pages.open()
    await pages.link(t.welcome.begin).click()
    await pages.proveAtPortal(MINE.id)
    await pages.arrived(t.identity.wrongLinkTitle)
    await sendsToInsurer(page)
    await picture('wrong-link-phone')
    await context.close()
  })

  test('send a person at a kiosk to the insurer, in every language', async () => {
    const address = `${world.origin}/kiosk#${openKiosk(world).credential}`
    const terminal = await openTerminal(browser, address, { width: 1080, height: 1920 })
    await terminal.prove(MINE.id, 'yes')
    await terminal.arrived(terminal.t.identity.wrongLinkTitle)
    await sendsToInsurer(terminal.page)
    expect(await terminal.survey()).toEqual([])
    await terminal.picture('wrong-link-kiosk')
    await terminal.close()
  })
})

test('a person says on P3 that it is somebody else, before any passkey, and the operator answers', async () => {
  const { pages, page, t, violations, complaints } = await openPhone(browser, {
    origin: world.origin,
    language: 'ja',
  })
  const { cases: c, coverage } = t
  await pages.open()
  await pages.begin(OTHERS.id)
  await pages.open('/me')
  await pages.arrived(coverage.title)
  await pages.link(c.person.link).click()
  await pages.arrived(c.person.title)
  expect(await page.locator('input, textarea').count()).toBe(0)
  const sent = page.waitForRequest(
    (request) => request.method() === 'POST' && /\/api\/cases$/.test(request.url()),
  )
  await pages.button(c.send).click()
  // I5: not a part of a number, and no name.
  expect((await sent).postDataJSON()).toEqual({ about: 'person', says: 'not-mine' })
  await pages.arrived(c.takenTitle)
  expect(await violations()).toEqual([])
  const number = await page.locator('.number').innerText()
  expect(number).toMatch(CASE_NUMBER)
  await page.getByText(c.person.whom).waitFor()

  const { data, keys } = world.deps.config
  const command = (...args: string[]) =>
    runCommand('api/cli/cases.ts', { ERABU_DATA: data, ERABU_KEYS: keys }, ...args)
  expect((await command()).said).toMatch(new RegExp(`${number} +- +person +not-mine`))
  expect(await command('--answer', number, 'corrected')).toMatchObject({ code: 0 })

  await pages.link(c.person.end).click()
  await pages.button(t.settings.signOut).click()
  await pages.arrived(t.settings.leftTitle)
  expect(complaints).toEqual([])
})
