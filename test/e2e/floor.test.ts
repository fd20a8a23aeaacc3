import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { launchBrowser } from '../../mocks/demo/browser.ts'
import { type DemoSystem, startDemoSystem } from '../support/demo-system.ts'
import { missing } from '../support/floor/names.ts'
import { openPhone } from '../support/phone.ts'

let system: DemoSystem
let browser: Browser

beforeAll(async () => {
  system = await startDemoSystem()
  browser = await launchBrowser({ headless: true })
})
afterAll(async () => {
  await browser?.close()
  await system?.close()
})

/** This browser enforces Trusted Types, and could not do without them. */
const without = (names: string[]) => names.filter((name) => !/trusted/i.test(name))

/** Takes from a page what one of the oldest browsers lacks: objects, and members of objects and their instances. */
function age({ objects, members }: typeof missing): void {
  type Holder = Record<string, unknown> | undefined
  const at = (path: string[]) =>
    path.reduce<Holder>(
      (holder, name) => holder?.[name] as Holder,
      globalThis as unknown as Record<string, unknown>,
    )
  for (const member of members) {
    const path = member.split('.')
    const name = path.pop() ?? ''
    const holder = at(path)
    for (const owner of [holder, holder?.prototype as Holder]) if (owner) Reflect.deleteProperty(owner, name)
  }
  for (const object of objects) {
    const path = object.split('.')
    const name = path.pop() ?? ''
    const holder = at(path)
    if (holder) Reflect.deleteProperty(holder, name)
  }
}

test('a person decides in a browser that has nothing newer than the oldest supported ones', async () => {
  const { context, page, pages, t, complaints } = await openPhone(browser, {
    origin: system.origin,
    language: 'ja',
  })
  await context.addInitScript(age, { objects: without(missing.objects), members: without(missing.members) })
  await pages.open()
  expect(
    await page.evaluate(() => [
      typeof Map.groupBy,
      typeof Array.prototype.toSorted,
      typeof Promise.withResolvers,
      typeof AbortSignal.any,
      typeof Element.prototype.checkVisibility,
      typeof Map,
    ]),
  ).toEqual(['undefined', 'undefined', 'undefined', 'undefined', 'undefined', 'function'])
  await pages.begin('r01')
  await pages.makePasskey()
  await pages.toStatus()
  await pages.chooseForAll('stop')
  await pages.submit()
  await pages.toReceipt()
  await pages.open('/history')
  await pages.arrived(t.receipts.historyTitle)
  await pages.signOut()
  await pages.open()
  await pages.signIn()
  expect(complaints).toEqual([])
})
