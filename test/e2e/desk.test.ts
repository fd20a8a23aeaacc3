import { join } from 'node:path'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { attachAuthenticator } from '../../mocks/demo/authenticator.ts'
import { launchBrowser } from '../../mocks/demo/browser.ts'
import { forms as en } from '../../web/text/en/forms.ts'
import { forms as words } from '../../web/text/ja/forms.ts'
import { axeViolations } from '../support/axe.ts'
import { invite, readAtWindow } from '../support/desk.ts'
import { geometryFaults } from '../support/geometry.ts'
import { canReadPaper, codesOn } from '../support/paper.ts'
import { readPdf } from '../support/pdf-text.ts'
import { numbersOf, ordinary } from '../support/people.ts'
import { ROOT } from '../support/sources.ts'
import { startWorld, type World } from '../support/world.ts'

const PERSON = ordinary(0)
let world: World
let browser: Browser

beforeAll(async () => {
  world = await startWorld({ web: join(ROOT, 'web', 'dist'), embedded: true })
  browser = await launchBrowser({ headless: true })
})
afterAll(async () => {
  await world?.check()
  await browser?.close()
  await world?.close()
})

/** One of the staff at a browser of their own, with a key in it that they have registered by the link. */
async function clerk(name: string): Promise<Page> {
  const context = await browser.newContext({ locale: 'ja', viewport: { width: 1024, height: 900 } })
  const page = await context.newPage()
  await attachAuthenticator(await context.newCDPSession(page), [], 'usb')
  await page.goto(`${world.origin}/desk?invite=${await invite(world, name)}`)
  await page.getByRole('button', { name: words.register }).click()
  await page.getByText(words.registered).waitFor()
  expect(page.url()).toBe(`${world.origin}/desk`)
  await page.getByRole('button', { name: words.signIn }).click()
  await page.getByText(words.who(name, '試験市役所')).waitFor()
  return page
}

/** A form, printed by the browser. */
async function print(locale: string) {
  const page = await browser.newPage()
  await page.goto(`${world.origin}/forms/${locale}`)
  const pdf = await page.pdf({ preferCSSPageSize: true, printBackground: false })
  await page.close()
  return pdf
}

test.each(['ja', 'ja-easy', 'en'])(
  'a form is one page A4 with a code that paper keeps (%s)',
  async (locale) => {
    const pdf = await print(locale)
    const { pages, widthMm, text } = readPdf(pdf)
    expect([pages, Math.round(widthMm)]).toEqual([1, 210])
    expect(text).not.toMatch(/\d{6,}/)
    if (canReadPaper()) expect(codesOn(pdf)).toEqual([[expect.stringMatching(/^ERABU-FORM F-\S+ \S+-1$/)]])
  },
)

test('a printed form is read, entered by one and recorded by another, and its person sees and changes it', async () => {
  await world.holder('demo-registry').link('research', [numbersOf(PERSON)])
  const [[code = '']] = codesOn(await print('ja')) as [[string]]
  const form = code.split(' ')[1] ?? ''
  const [one, other] = [await clerk('佐藤'), await clerk('鈴木')]

  await one.getByRole('button', { name: words.enter }).click()
  for (const fault of [words.needCode, words.needSealed, words.needIdentity, words.needScope])
    await one.getByText(fault).waitFor()
  await one.getByLabel(words.code).fill(code)
  await one.getByLabel(words.sealed).fill(await readAtWindow(world, PERSON.id, { form }))
  await one.getByLabel(words.identities.card).check()
  await one.getByLabel(words.scopeAll).check()
  expect(await axeViolations(one)).toEqual([])
  expect(await one.evaluate(geometryFaults, undefined)).toEqual([])
  await one.getByRole('button', { name: words.enter }).click()
  await one.getByText(words.states.entered).waitFor()
  await one.getByText(words.own).waitFor()
  expect(await one.getByRole('button', { name: words.confirm }).count()).toBe(0)

  await other.getByRole('button', { name: words.again }).click()
  await other.getByText(form).waitFor()
  await other.getByText(/佐藤が令和8年\d+月\d+日に入力/).waitFor()
  await other.getByRole('button', { name: words.confirm }).click()
  await other.getByRole('button', { name: words.printReceipt }).waitFor()
  const [decision] = (await world.check()).decision
  const number = decision?.receipt_number ?? ''
  await other.getByText(words.recorded(number)).waitFor()
  expect(await other.locator('.paper').isVisible()).toBe(false)
  const receipt = async () => readPdf(await other.pdf({ preferCSSPageSize: true }))
  expect(await receipt()).toMatchObject({ pages: 1, text: expect.stringContaining(number) })
  // What tells the desk and the databases is printed only for whoever asks for it.
  expect(await other.locator('.paper svg.qr').count()).toBe(0)
  expect(await axeViolations(other)).toEqual([])
  await other.getByLabel(words.receiptNamed).check()
  await other.locator('.paper svg.qr').waitFor({ state: 'attached' })
  expect(await receipt()).toMatchObject({ pages: 1, text: expect.stringContaining(number) })

  const person = world.patient()
  await person.enrol(PERSON.id)
  expect((await person.decisions()).decisions).toMatchObject([
    { choice: 'stop', channel: 'desk', receipt_number: number },
  ])
  await person.decide('allow', { all: true })
  const [newest] = (await person.decisions()).decisions
  expect(newest).toMatchObject({ choice: 'allow' })
}, 240_000)

test('a form that is given back stops nothing, and the page speaks English', async () => {
  const [[code = '']] = codesOn(await print('en')) as [[string]]
  const form = code.split(' ')[1] ?? ''
  const one = await clerk('高橋')
  await one.getByRole('button', { name: 'English' }).click()
  await one.getByLabel(en.code).fill(code)
  await one.getByLabel(en.sealed).fill(await readAtWindow(world, ordinary(1).id, { form }))
  await one.getByLabel(en.identities.certificate).check()
  await one.getByLabel(en.scopeDatabases).check()
  await one.getByLabel('(Demo) Biobank').check()
  await one.getByLabel('(Demo) Academic Case Registry').check()
  await one.getByRole('button', { name: en.enter }).click()
  await one.getByText(en.states.entered).waitFor()
  await one.getByText(en.returnTitle).click()
  await one.getByRole('button', { name: en.giveBack }).click()
  await one.getByText(en.needReason).waitFor()
  await one.getByLabel(en.reasons['not-signed']).check()
  await one.getByRole('button', { name: en.giveBack }).click()
  await one.getByText(en.states.returned).waitFor()
  const { desk_entry } = await world.check()
  expect(desk_entry.find((entry) => entry.form === form)).toMatchObject({
    state: 'returned',
    reason: 'not-signed',
  })
})
