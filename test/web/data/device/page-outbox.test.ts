// @vitest-environment happy-dom
import { beforeEach, describe, expect, test, vi } from 'vitest'
import type { ActingFor } from '../../../../api/contract/acting.ts'
import type { DecisionBody } from '../../../../api/contract/patient.ts'
import { sha256 } from '../../../../web/data/decision/digest.ts'
import { newRecord } from '../../../../web/data/decision/outbox-record.ts'
import { renderHook } from '../support/render-hook.ts'

vi.mock('../../../../web/data/device/load-device.ts')

const draft = { choice: 'stop', scope: { all: true }, words: 'x', locale: 'ja' } as const
const acting = (person: string): ActingFor => ({
  ...{ relation: 'child', person, until: '2099-01-01T00:00:00Z', not_disclosed: false },
})
const ELDER = acting('elder')
const YOUNGER = acting('younger')
const MINE = 'bWluZQ'

/** A decision that somebody's passkey has signed. */
const signedBy = (userHandle: string) => ({
  ...newRecord(draft),
  signed: {
    decision: { id: 'a' },
    response: { id: 'key', response: { userHandle } },
  } as unknown as DecisionBody,
})

/** What reached the service. */
let sent: string[]
let refusal: Response | null

/** Ends the page before: it would still ask. */
let close = () => {}

/** Opens a fresh page whose device stores nothing. */
async function openPage() {
  close()
  vi.resetModules()
  const { loadDevice } = await import('../../../../web/data/device/load-device.ts')
  vi.mocked(loadDevice).mockResolvedValue(null)
  const { setWhom } = await import('../../../../web/data/http/whom.ts')
  let whom: ActingFor | undefined
  vi.stubGlobal('fetch', async (_path: string, { headers }: RequestInit) => {
    sent.push((headers as Record<string, string>)['idempotency-key'] ?? '')
    return refusal ?? Response.json({ decision: {}, receipt: {}, ...(whom ? { for: whom } : {}) })
  })
  const page = {
    ...(await import('../../../../web/data/device/outbox-access.ts')),
    ...(await import('../../../../web/data/device/page-outbox.ts')),
    ...(await import('../../../../web/data/device/outbox.ts')),
  }
  close = page.forgetPage
  const hook = await renderHook(() => ({ mine: page.useOutbox(), others: page.useOthersOutbox() }), undefined)
  const be = (of?: ActingFor) =>
    hook.pass(async () => {
      whom = of
      setWhom(of, true)
      // As the session does, which every screen follows.
      page.noteAccount(page.whoseNow().account)
    })
  const shown = () => ({
    mine: hook.last().mine?.map(({ id }) => id),
    others: hook.last().others.map(({ id, of }) => [id, of?.person ?? 'self']),
  })
  return { ...page, hook, be, shown }
}

const leaves = () => window.dispatchEvent(new Event('beforeunload', { cancelable: true }))

beforeEach(() => {
  sent = []
  refusal = new Response(null, { status: 503 })
  document.body.hidden = false
})

describe('a decision that only the page holds', () => {
  test('is sent for whom it was made, and for nobody else', async () => {
    const page = await openPage()
    await page.be(ELDER)
    const record = signedBy(MINE)
    const store = await page.hold(record, page.whoseNow())
    for (const other of [YOUNGER, undefined]) {
      await page.be(other)
      const delivery = await page.deliverFrom(store, record, null)
      expect(delivery).toEqual({ outcome: 'unknown', failure: { code: 'acting' } })
      expect(page.shown()).toEqual({ mine: [], others: [[record.id, 'elder']] })
      expect(await page.signedNow()).toEqual([])
    }
    expect(sent).toEqual([])
    await page.be(ELDER)
    expect(page.shown()).toEqual({ mine: [record.id], others: [] })
    refusal = null
    expect(await page.sendNow()).toEqual([])
    expect(sent).toEqual([record.key])
    expect(page.shown()).toEqual({ mine: [], others: [] })
  })

  test('stays that of whom it was made for where the page changed while the passkey was asked', async () => {
    const page = await openPage()
    await page.be(ELDER)
    const whose = page.whoseNow()
    await page.be(YOUNGER)
    const record = signedBy(MINE)
    await page.hook.pass(() => page.hold(record, whose))
    expect(page.shown()).toEqual({ mine: [], others: [[record.id, 'elder']] })
  })

  test('is neither sent nor shown after somebody else has signed in, and is there again for its person', async () => {
    const page = await openPage()
    const record = signedBy(MINE)
    const store = await page.hold(record, page.whoseNow())
    await page.hook.pass(async () => page.noteAccount('somebody else'))
    expect(page.shown()).toEqual({ mine: [], others: [] })
    await page.deliverFrom(store, record, null)
    expect(sent).toEqual([])
    expect(leaves()).toBe(true)
    const mine = await sha256(MINE)
    await page.hook.pass(async () => page.noteAccount(mine))
    expect(page.shown()).toEqual({ mine: [record.id], others: [] })
  })

  test('can be discarded, also by whom the page is about later', async () => {
    const page = await openPage()
    await page.be(ELDER)
    const record = signedBy(MINE)
    await page.hold(record, page.whoseNow())
    await page.be()
    await page.hook.pass(() => page.discard(record.id))
    expect(page.shown()).toEqual({ mine: [], others: [] })
  })
})

describe('before the page is left', () => {
  test('the browser asks while a signed decision is only there', async () => {
    const page = await openPage()
    expect(leaves()).toBe(true)
    const record = signedBy(MINE)
    const store = await page.hold(record, page.whoseNow())
    expect(leaves()).toBe(false)
    await store.put({ ...record, signed: null })
    expect(leaves()).toBe(true)
    await store.put(record)
    refusal = null
    await page.sendNow()
    expect(leaves()).toBe(true)
  })

  test('it does not where somebody leaves at once, or the page forgets all', async () => {
    const page = await openPage()
    await page.hold(signedBy(MINE), page.whoseNow())
    document.body.hidden = true
    expect(leaves()).toBe(true)
    document.body.hidden = false
    await page.hook.pass(async () => page.forgetPage())
    expect(leaves()).toBe(true)
    expect(page.shown()).toEqual({ mine: [], others: [] })
  })
})
