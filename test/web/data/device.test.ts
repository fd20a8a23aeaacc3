import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, beforeEach, describe, expect, onTestFinished, test } from 'vitest'
import type { Device } from '../../../web/data/device/device.ts'
import { openInChromium } from './support/chromium.ts'

declare global {
  var device: Device
  var subject: typeof import('./support/device-module.ts')
  var seen: string[][]
  var persistAsked: number
}

const MODULE = join(import.meta.dirname, 'support/device-module.ts')

let browser: Awaited<ReturnType<typeof openInChromium>>
let page: Page

const openDevice = (tab: Page) =>
  tab.evaluate(async () => {
    globalThis.device = await globalThis.subject.open()
  })

beforeAll(async () => {
  browser = await openInChromium(MODULE)
  page = await browser.tab()
  await openDevice(page)
})
afterAll(() => browser.close())
beforeEach(() => page.evaluate(() => globalThis.device.erase()))

const stored = (tab: Page) =>
  tab.evaluate(async () => {
    const { device } = globalThis
    return {
      owner: await device.owner(),
      overview: (await device.snapshot('overview'))?.value ?? null,
      receipt: (await device.receipt('d-1'))?.value ?? null,
      outbox: (await device.outbox.list()).map(({ id }) => id),
    }
  })

/** Writes one of each as `person`, who must be the owner for it to stay. */
const fill = (tab: Page, person: string) =>
  tab.evaluate(async (name) => {
    const { device } = globalThis
    await device.keepSnapshot(name, 'overview', { databases: [], standing: null, restored_at: null })
    await device.keepReceipt(name, 'd-1', 'a.b.c')
    const draft = { choice: 'stop', scope: { all: true }, words: 'x', locale: 'ja' } as const
    await device.outbox
      .put({ id: `of-${name}`, key: 'key', draft, kept_at: '2026-09-01T00:00:00Z', signed: null })
      .catch(() => {})
  }, person)

const claim = (tab: Page, person: string) => tab.evaluate((name) => globalThis.device.claim(name), person)

const nothing = { owner: null, overview: null, receipt: null, outbox: [] }

test('a device without owner keeps nothing about anybody', async () => {
  await fill(page, 'ichiro')
  expect(await stored(page)).toEqual(nothing)
})

test('what the owner’s calls brought is there after a restart of the page', async () => {
  await claim(page, 'ichiro')
  await fill(page, 'ichiro')
  await page.reload()
  await page.waitForFunction('globalThis.subject')
  await openDevice(page)
  expect(await stored(page)).toEqual({
    owner: 'ichiro',
    overview: { databases: [], standing: null, restored_at: null },
    receipt: 'a.b.c',
    outbox: ['of-ichiro'],
  })
})

describe('when somebody else signs in', () => {
  beforeEach(async () => {
    await claim(page, 'ichiro')
    await fill(page, 'ichiro')
    await claim(page, 'jiro')
  })

  test('nothing of the one before is shown', async () => {
    expect(await stored(page)).toEqual({ ...nothing, owner: 'jiro' })
  })

  test('a late answer to a call of the one before is dropped', async () => {
    await page.evaluate(() => globalThis.device.keepReceipt('ichiro', 'd-1', 'a.b.c'))
    expect((await stored(page)).receipt).toBeNull()
  })

  test('an unsent decision of the one before waits for that person', async () => {
    await claim(page, 'ichiro')
    expect(await stored(page)).toMatchObject({ outbox: ['of-ichiro'], overview: null })
  })
})

test('a decision that is kept asks the browser not to clear it, and nothing else does', async () => {
  await page.evaluate(() => {
    globalThis.persistAsked = 0
    navigator.storage.persist = async () => ++globalThis.persistAsked > 0
  })
  const times = () => page.evaluate(() => globalThis.persistAsked)
  await fill(page, 'nobody')
  expect(await times()).toBe(0)
  await claim(page, 'ichiro')
  await fill(page, 'ichiro')
  expect(await times()).toBe(1)
})

test('signing in again changes nothing', async () => {
  await claim(page, 'ichiro')
  await fill(page, 'ichiro')
  await claim(page, 'ichiro')
  expect(await stored(page)).toMatchObject({ receipt: 'a.b.c', outbox: ['of-ichiro'] })
})

test('erasing leaves the public keys and nothing else in any table', async () => {
  await claim(page, 'ichiro')
  await fill(page, 'ichiro')
  await page.evaluate(() => globalThis.device.keepKeys({ keys: [{ kid: 'public' }] }))
  const rows = await page.evaluate(async () => {
    await globalThis.device.erase()
    const database = await new Promise<IDBDatabase>((resolve) => {
      const request = indexedDB.open('erabu')
      request.onsuccess = () => resolve(request.result)
    })
    const tables = [...database.objectStoreNames]
    const counts = tables.map(
      (name) =>
        new Promise<[string, number]>((resolve) => {
          const count = database.transaction(name).objectStore(name).count()
          count.onsuccess = () => resolve([name, count.result])
        }),
    )
    return Object.fromEntries(await Promise.all(counts))
  })
  expect(rows).toEqual({ owner: 0, snapshots: 0, receipts: 0, outbox: 0, jwks: 1 })
})

describe('the outbox', () => {
  test('turns a record into its receipt in one step, and knows it by its key', async () => {
    await claim(page, 'ichiro')
    await fill(page, 'ichiro')
    const answer = await page.evaluate(async () => {
      const [record] = await globalThis.device.outbox.list()
      if (!record) throw new Error('no record')
      const decision = { id: 'd-2', receipt_number: 'R-2' } as never
      await globalThis.device.outbox.settle(record, { decision, receipt: { number: 'R-2', jws: 'd.e.f' } })
      return globalThis.device.outbox.answerFor('key')
    })
    expect(answer).toMatchObject({ decision: { id: 'd-2' }, receipt: { number: 'R-2', jws: 'd.e.f' } })
    expect((await stored(page)).outbox).toEqual([])
  })

  test('is followed from another tab', async () => {
    await claim(page, 'ichiro')
    const other = await browser.tab()
    await openDevice(other)
    await other.evaluate(() => {
      globalThis.seen = []
      globalThis.device.outbox.watch((records) => globalThis.seen.push(records.map(({ id }) => id)))
    })
    await fill(page, 'ichiro')
    await other.waitForFunction(() => globalThis.seen.at(-1)?.[0] === 'of-ichiro')
    await page.evaluate(() => globalThis.device.outbox.remove('of-ichiro'))
    await other.waitForFunction(() => globalThis.seen.at(-1)?.length === 0)
    await other.close()
  })
})

test('a full disk is told apart, keeps what was there, and still takes what is small', async () => {
  const small = await openInChromium(MODULE)
  onTestFinished(small.close)
  const tab = await small.tab()
  const devtools = await tab.context().newCDPSession(tab)
  const origin = new URL(tab.url()).origin
  await devtools.send('Storage.overrideQuotaForOrigin', { origin, quotaSize: 200_000 })
  await openDevice(tab)
  await claim(tab, 'ichiro')
  await fill(tab, 'ichiro')
  const keep = (size: number) =>
    tab.evaluate(async (length) => {
      const kept = await globalThis.device.keepReceipt('ichiro', 'd-1', 'x'.repeat(length)).then(
        () => true,
        () => false,
      )
      return { kept, state: globalThis.subject.storage() }
    }, size)

  expect(await keep(10_000_000)).toEqual({ kept: false, state: 'full' })
  expect(await stored(tab)).toMatchObject({ receipt: 'a.b.c', outbox: ['of-ichiro'] })
  expect(await keep(5)).toEqual({ kept: true, state: 'ok' })
})
