import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { BrowserContext } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { launchProfile } from '../../mocks/demo/browser.ts'
import { createPages } from '../../mocks/demo/pages.ts'
import { residents } from '../../mocks/residents.ts'
import { storesOf } from '../support/browser-stores.ts'
import { createSearch, wordsAbout } from '../support/canaries.ts'
import { type DemoSystem, startDemoSystem } from '../support/demo-system.ts'
import { openTab } from '../support/phone.ts'
import { filesBelow } from '../support/sources.ts'
import { messagesOf } from '../support/words.ts'

const person = residents.find(({ id }) => id === 'r03')
const search = createSearch(person ? wordsAbout(person) : [])
const hitsIn = (lines: string[]) =>
  lines.filter((line) => search(Buffer.from(line)).length > 0).map((line) => line.slice(0, 200))

const isPlace = (line: string) => /^(address|history) /.test(line)

let system: DemoSystem
let profile: string
let context: BrowserContext

beforeAll(async () => {
  system = await startDemoSystem()
  profile = mkdtempSync(join(tmpdir(), 'erabu-profile-'))
  context = await launchProfile(profile, { locale: 'ja-JP' })
})
afterAll(async () => {
  await context?.close()
  await system?.close()
  if (profile) rmSync(profile, { recursive: true, force: true })
})

test('a browser never stores what the portal returned, and after sign-out nothing of the person', async () => {
  const { page } = await openTab(context, [])
  const pages = createPages(page, messagesOf.ja, system.origin)
  const requested: string[] = []
  page.on('request', (request) => {
    if (request.url().startsWith(system.origin)) requested.push(request.url())
  })
  await pages.open()
  const before = await storesOf(page)
  const look = async (screen: string) => expect(hitsIn(await storesOf(page)), screen).toEqual([])

  await pages.begin('r03')
  await look('proofed')
  await pages.makePasskey()
  await pages.button(messagesOf.ja.coverage.show).click()
  await pages.button(messagesOf.ja.coverage.hide).waitFor()
  expect(search(Buffer.from(await page.locator('main').innerText())).length, 'shown').toBeGreaterThan(2)
  await look('coverage')
  await pages.toStatus()
  await pages.chooseForAll('stop')
  const receipt = await pages.submit()
  await pages.toStatus()
  await pages.open('/history')
  await page.getByText(receipt).first().waitFor()
  await look('history')
  const during = (await storesOf(page)).join('\n')
  expect(during, 'the search reads what is kept while signed in').toContain('IndexedDB')

  const { page: besides } = await openTab(context, [])
  const elsewhere = createPages(besides, messagesOf.ja, system.origin)
  await elsewhere.open('/choose?scope=all')
  await elsewhere.radio(messagesOf.ja.decisions.allow).check()
  await elsewhere.open('/status')
  await elsewhere.arrived(messagesOf.ja.databases.title)

  await pages.signOut()
  const left = await storesOf(page)
  // The page that says so is known by its address and its history alone.
  expect(left.filter(isPlace)).toEqual([
    `address ${system.origin}/signed-out`,
    'history {"left":"signed-out"}',
  ])
  // The api's public keys and the app itself stay.
  const personal = (line: string) => !isPlace(line) && !/^(cache|IndexedDB erabu jwks|cookie) /.test(line)
  expect(left.filter(personal)).toEqual(before.filter(personal))
  // The other tab asks for a passkey at once, and so has a new session, which belongs to nobody.
  for (const line of left.filter((line) => line.startsWith('cookie ')))
    expect(during).not.toContain((JSON.parse(line.slice('cookie '.length)) as { value: string }).value)
  const known = (): Promise<{ patient?: unknown }> =>
    page.evaluate(async () => (await fetch('/api/session')).json())
  expect((await known()).patient ?? null).toBeNull()
  expect(left.filter((line) => line.includes(receipt))).toEqual([])
  expect(left.filter(personal).filter((line) => line.includes('demo-registry'))).toEqual([])
  expect(hitsIn([...left, ...requested])).toEqual([])

  await besides.bringToFront()
  await besides.evaluate(() => window.dispatchEvent(new Event('focus')))
  await elsewhere.arrived(messagesOf.ja.identity.signInTitle)
  const elsewhereLeft = (await storesOf(besides)).filter((line) => /Storage |IndexedDB /.test(line))
  expect(elsewhereLeft.filter(personal)).toEqual([])

  await context.close()
  const files = filesBelow(profile)
  expect(files.length).toBeGreaterThan(20)
  const inFiles = files.flatMap((file) => search(readFileSync(file)).map((word) => `${file}: ${word}`))
  expect(inFiles).toEqual([])
})
