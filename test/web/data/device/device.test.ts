import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, onTestFinished, test } from 'vitest'
import type { Device } from '../../../../web/data/device/database/device.ts'
import { openInChromium } from '../support/chromium.ts'

/** Functions that run in the page repeat it, because they see nothing of this file. */
const PUBLISHING = { stop_within_s: 3600, allow_within_s: 25_200 }

declare global {
  var device: Device
  var subject: typeof import('../support/device-module.ts')
  var seen: string[][]
  var persistAsked: number
}

const MODULE = join(import.meta.dirname, '../support/device-module.ts')

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

/** Writes one row of each kind as `person`, who must be the owner. */
const fill = (tab: Page, person: string) =>
  tab.evaluate(async (name) => {
    const { device } = globalThis
    await device.keepSnapshot(name, 'overview', {
      databases: [],
      standing: null,
      standing_purposes: [],
      publishing: { stop_within_s: 3600, allow_within_s: 25_200 },
      restored_at: null,
    })
    await device.keepReceipt(name, 'd-1', 'a.b.c')
    const draft = { choice: 'stop', scope: { all: true }, words: 'x', locale: 'ja' } as const
    await device.outbox
      .put({ id: `of-${name}`, key: 'key', draft, kept_at: '2026-09-01T00:00:00Z', signed: null })
      .catch(() => {})
  }, person)

const claim = (tab: Page, person: string) => tab.evaluate((name) => globalThis.device.claim(name), person)

const nothing = { owner: null, overview: null, receipt: null, outbox: [] }

test('a device without an owner stores nothing about anybody', async () => {
  await fill(page, 'ichiro')
  expect(await stored(page)).toEqual(nothing)
})

test('answers to the owner’s calls are there after a restart of the page', async () => {
  await claim(page, 'ichiro')
  await fill(page, 'ichiro')
  await page.reload()
  await page.waitForFunction('globalThis.subject')
  await openDevice(page)
  expect(await stored(page)).toEqual({
    owner: 'ichiro',
    overview: {
      databases: [],
      standing: null,
      standing_purposes: [],
      publishing: PUBLISHING,
      restored_at: null,
    },
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

  test('nothing of the previous owner is shown', async () => {
    expect(await stored(page)).toEqual({ ...nothing, owner: 'jiro' })
  })

  test('a late answer to a call of the previous owner is dropped', async () => {
    await page.evaluate(() => globalThis.device.keepReceipt('ichiro', 'd-1', 'a.b.c'))
    expect((await stored(page)).receipt).toBeNull()
  })

  test('an unsent decision of the previous owner waits for that person', async () => {
    await claim(page, 'ichiro')
    expect(await stored(page)).toMatchObject({ outbox: ['of-ichiro'], overview: null })
  })
})

test('storing a decision asks the browser for persistent storage, and nothing else does', async () => {
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
  test('turns a record into its receipt in one transaction, and finds it by its key', async () => {
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

describe('the order of the outbox', () => {
  const put = (id: string, kept_at: string, signed = false) =>
    page.evaluate(
      ([name, time, isSigned]) =>
        globalThis.device.outbox.put({
          id: name,
          key: name,
          draft: { choice: 'stop', scope: { all: true }, words: 'x', locale: 'ja' },
          kept_at: time,
          signed: isSigned ? ({ decision: { id: name } } as never) : null,
        }),
      [id, kept_at, signed] as const,
    )
  const ids = async () => (await stored(page)).outbox
  const idsForWorker = () =>
    page.evaluate(async () => {
      const records = await globalThis.subject.forWorker()
      const list = (await records?.list()) ?? []
      records?.close()
      return list.map(({ id }) => id)
    })

  beforeEach(() => claim(page, 'ichiro'))

  test('is that of storing, for the worker too, even if the clock was a day ahead', async () => {
    await put('z-first', '2026-09-02T00:00:00Z')
    await put('a-second', '2026-09-01T00:00:00Z')
    expect(await ids()).toEqual(['z-first', 'a-second'])
    expect(await idsForWorker()).toEqual(['z-first', 'a-second'])
  })

  test('is that of signing, once decisions are signed', async () => {
    await put('first', '2026-09-01T00:00:00Z')
    await put('second', '2026-09-01T00:00:01Z', true)
    await put('first', '2026-09-01T00:00:00Z', true)
    expect(await ids()).toEqual(['second', 'first'])
    await put('second', '2026-09-01T00:00:01Z', true)
    expect(await idsForWorker()).toEqual(['second', 'first'])
  })
})

/** Sets the version of every row in every table. */
const setVersion = (tab: Page, v: number) =>
  tab.evaluate(async (version) => {
    const database = await new Promise<IDBDatabase>((resolve) => {
      const request = indexedDB.open('erabu')
      request.onsuccess = () => resolve(request.result)
    })
    const names = ['snapshots', 'receipts', 'jwks', 'outbox']
    const transaction = database.transaction(names, 'readwrite')
    for (const name of names) {
      const table = transaction.objectStore(name)
      table.getAll().onsuccess = ({ target }) => {
        for (const row of (target as IDBRequest<object[]>).result) table.put({ ...row, v: version })
      }
    }
    await new Promise((resolve) => (transaction.oncomplete = resolve))
    database.close()
  }, v)

test.each([
  ['older', 0],
  ['newer', 2],
])('rows of a version of the app that is %s are neither read nor lost', async (_which, v) => {
  const read = () =>
    page.evaluate(async () => ({
      keys: await globalThis.device.keys(),
      answer: await globalThis.device.outbox.answerFor('key'),
      record: await globalThis.device.outbox.read('of-ichiro'),
      forWorker: await globalThis.subject.forWorker().then(async (records) => {
        const list = await records?.list()
        records?.close()
        return list
      }),
    }))
  await claim(page, 'ichiro')
  await fill(page, 'ichiro')
  await page.evaluate(() => globalThis.device.keepKeys({ keys: [{ kid: 'public' }] }))
  const before = [await stored(page), await read()]
  await setVersion(page, v)
  expect(await stored(page)).toEqual({ ...nothing, owner: 'ichiro' })
  expect(await read()).toEqual({ keys: null, answer: undefined, record: undefined, forWorker: [] })
  await setVersion(page, 1)
  expect([await stored(page), await read()]).toEqual(before)
})

describe('with another tab', () => {
  let other: Page

  beforeEach(async () => {
    await claim(page, 'ichiro')
    await fill(page, 'ichiro')
    other = await browser.tab()
    await openDevice(other)
  })
  afterEach(() => other.close())

  test('that erases the device, pending calls of this one store nothing about anybody', async () => {
    await page.evaluate(() => {
      globalThis.seen = []
      globalThis.device.outbox.watch((records) => globalThis.seen.push(records.map(({ id }) => id)))
    })
    await page.waitForFunction(() => globalThis.seen.length > 0)
    const under = await page.evaluateHandle(async () => (await globalThis.device.outbox.list())[0])
    await other.evaluate(() => globalThis.device.erase())
    await page.waitForFunction(() => globalThis.seen.at(-1)?.length === 0)

    const kept = await page.evaluate(async (record) => {
      if (!record) throw new Error('no record')
      const { device } = globalThis
      const decision = { id: 'd-2', receipt_number: 'R-2' } as never
      await device.outbox.settle(record, { decision, receipt: { number: 'R-2', jws: 'd.e.f' } })
      await device.keepSnapshot('ichiro', 'decisions', [])
      return device.outbox.put({ ...record, id: 'new' }).then(
        () => true,
        () => false,
      )
    }, under)
    expect(kept).toBe(false)
    await fill(page, 'ichiro')
    for (const tab of [page, other]) expect(await stored(tab)).toEqual(nothing)
    expect(await page.evaluate(() => globalThis.device.outbox.answerFor('key'))).toBeUndefined()
  })
})

describe('a newer version of the app in another tab', () => {
  /** Opens the database as a later version would, with one more table. It stays open. */
  const openNewer = (tab: Page) =>
    tab.evaluate(
      () =>
        new Promise<string>((resolve) => {
          const request = indexedDB.open('erabu', 90)
          request.onupgradeneeded = () => request.result.createObjectStore('later')
          request.onblocked = () => resolve('blocked')
          request.onsuccess = () => resolve('opened')
        }),
    )

  test('need not wait for this tab, which goes on reading and writing', async () => {
    const own = await openInChromium(MODULE)
    onTestFinished(own.close)
    const tab = await own.tab()
    await openDevice(tab)
    await claim(tab, 'ichiro')
    await fill(tab, 'ichiro')
    const before = await stored(tab)
    const worker = await own.tab()
    await worker.evaluate(() => globalThis.subject.forWorker())

    expect(await openNewer(await own.tab())).toBe('opened')
    expect(await stored(tab)).toEqual(before)
    await tab.evaluate(async () => {
      const [record] = await globalThis.device.outbox.list()
      if (record) await globalThis.device.outbox.put({ ...record, id: 'later' })
    })
    expect((await stored(tab)).outbox).toEqual(['of-ichiro', 'later'])
    await tab.reload()
    await tab.waitForFunction('globalThis.subject')
    await openDevice(tab)
    expect((await stored(tab)).outbox).toEqual(['of-ichiro', 'later'])
  })
})

test('a page does not wait for a database that another tab does not release', async () => {
  const own = await openInChromium(MODULE)
  onTestFinished(own.close)
  const asleep = await own.tab()
  await asleep.evaluate(
    () =>
      new Promise<void>((resolve) => {
        indexedDB.open('erabu', 1).onsuccess = () => resolve()
      }),
  )
  const tab = await own.tab()
  await tab.clock.install()
  const opening = tab.evaluate(() =>
    globalThis.subject.open().then(
      () => 'opened',
      (error: DOMException) => error.name,
    ),
  )
  await tab.clock.fastForward(60_000)
  expect(await opening).toBe('TimeoutError')
  await asleep.close()
  await openDevice(tab)
  expect(await stored(tab)).toEqual(nothing)
})

test('a full disk is recognised, keeps its data, and still stores what is small', {
  timeout: 90_000,
}, async () => {
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

  const write = (what: 'outbox' | 'overview') =>
    tab.evaluate(
      ([kind, words]) => {
        const { outbox, keepSnapshot } = globalThis.device
        const draft = { choice: 'stop', scope: { all: true }, words, locale: 'ja' } as const
        const writing =
          kind === 'outbox'
            ? outbox.put({ id: 'large', key: 'large', draft, kept_at: '2026-09-01T00:00:00Z', signed: null })
            : keepSnapshot('ichiro', 'overview', {
                databases: [],
                standing: null,
                standing_purposes: [],
                publishing: { stop_within_s: 3600, allow_within_s: 25_200 },
                restored_at: words,
              })
        return writing.then(
          () => ({ kept: true, state: globalThis.subject.storage() }),
          () => ({ kept: false, state: globalThis.subject.storage() }),
        )
      },
      [what, 'x'.repeat(10_000_000)] as const,
    )

  const before = await stored(tab)
  for (const what of ['outbox', 'overview'] as const) {
    expect(await write(what), what).toEqual({ kept: false, state: 'full' })
    expect(await stored(tab), what).toEqual(before)
    expect(await keep(5)).toEqual({ kept: true, state: 'ok' })
    await fill(tab, 'ichiro')
  }
  expect(await keep(10_000_000)).toEqual({ kept: false, state: 'full' })
  expect(await stored(tab)).toMatchObject({ receipt: 'a.b.c', outbox: ['of-ichiro'] })
  expect(await keep(5)).toEqual({ kept: true, state: 'ok' })
})
