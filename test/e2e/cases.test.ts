import { join } from 'node:path'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openChannel } from '../../api/operator/channel.ts'
import { launchBrowser } from '../../mocks/demo/browser.ts'
import { nameOf } from '../support/catalogue.ts'
import { runCommand } from '../support/command.ts'
import { actsOf } from '../support/operator.ts'
import { PEOPLE, toNumbers } from '../support/people.ts'
import { openPhone, type Phone } from '../support/phone.ts'
import { ROOT } from '../support/sources.ts'
import { dayFrom, INLINE, recorded, usesOf } from '../support/uses.ts'
import { startWorld, type World } from '../support/world.ts'

const DATABASE = 'demo-registry'
const CASE_NUMBER = /^C-[0-9A-Z]{4}-[0-9A-Z]{4}$/

let world: World
let browser: Browser
let channel: ReturnType<typeof openChannel>
let phone: Phone
let number = ''

beforeAll(async () => {
  world = await startWorld({ web: join(ROOT, 'web', 'dist') })
  channel = openChannel(world.deps.config.data, actsOf(world.deps), () => {})
  const holder = world.holder(DATABASE)
  const [linked] = await holder.link('research', PEOPLE.jobChanger.coverages.map(toNumbers))
  const token = linked && 'token' in linked ? linked.token : ''
  const days = { from: dayFrom(world, -2), to: dayFrom(world, -1) }
  await recorded(await usesOf(holder).report({ ...INLINE, id: 'p-1' }, days, [token]))
  browser = await launchBrowser({ headless: true })
  phone = await openPhone(browser, { origin: world.origin, language: 'ja' })
})
afterAll(async () => {
  await browser?.close()
  await channel?.close()
  await world?.close()
})

/** `npm run cases` beside the running service. */
const command = (...args: string[]) => {
  const { data, keys } = world.deps.config
  return runCommand('api/cli/cases.ts', { ERABU_DATA: data, ERABU_KEYS: keys }, ...args)
}

test('a person asks the operator about a use, once', async () => {
  const { page, pages, t } = phone
  const c = t.cases
  await pages.open()
  await pages.begin(PEOPLE.jobChanger.id)
  await pages.makePasskey()
  await pages.open(`/databases/${DATABASE}`)
  // Its second part is out of sight: such a part is spoken as a word of its own.
  await page.getByRole('link', { name: `${c.doubt} ${c.doubtOf(INLINE.title)}`, exact: true }).click()
  await pages.arrived(c.askTitle)
  await page.getByText(INLINE.organisation).waitFor()
  expect(await page.locator('input:checked').count()).toBe(0)
  await pages.radio(c.says['not-mine']).check()
  await pages.button(c.send).click()
  await pages.arrived(c.takenTitle)
  expect(await phone.violations()).toEqual([])
  number = await page.locator('.number').innerText()
  expect(number).toMatch(CASE_NUMBER)

  await pages.link(c.toDatabase).click()
  await pages.link(c.about.open(number)).waitFor()
  await page.goBack()
  await pages.arrived(c.askTitle)
  await page.getByText(c.asking(number)).waitFor()
  expect(await page.locator('input:checked').count()).toBe(0)
})

test('the operator sees the question without a person, and answers it', async () => {
  const listed = await command()
  expect(listed.said).toMatch(new RegExp(`${number} +${DATABASE} +use +not-mine`))
  expect(await command('--answer', number, 'corrected')).toMatchObject({ code: 0 })
})

test('the person sees the answer, from the record and from the database', async () => {
  const { page, pages, t } = phone
  const c = t.cases
  await pages.open('/record')
  await pages.link(c.toList).first().click()
  await pages.arrived(c.title)
  const card = pages.card(nameOf(DATABASE, 'ja'))
  for (const words of [number, INLINE.title, c.says['not-mine'], c.states.answered, c.answers.corrected])
    await card.getByText(words).waitFor()
  await page.getByRole('heading', { name: c.disagreeTitle }).waitFor()
  await card.getByRole('link').click()
  await pages.link(c.about.answered(number)).waitFor()
  expect(phone.complaints).toEqual([])
})
