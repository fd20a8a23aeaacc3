// @vitest-environment happy-dom
import { beforeEach, describe, expect, test, vi } from 'vitest'
import type { For } from '../../../../api/contract/acting.ts'
import type { DatabasesAnswer, DecisionBody, SessionAnswer } from '../../../../api/contract/patient.ts'
import { emptyDraft } from '../../../../web/data/decision/draft.ts'
import { newRecord } from '../../../../web/data/decision/outbox-record.ts'
import { createFakeDevice } from '../support/device.ts'
import { renderHook } from '../support/render-hook.ts'

vi.mock('../../../../web/data/device/load-device.ts')

const UNTIL = '2099-01-01T00:00:00Z'
const session = (acting?: For): SessionAnswer => ({
  patient: { since: '2026-09-01T00:00:00Z' },
  proofed: true,
  device: 'personal',
  expires_at: UNTIL,
  new_passkeys: [],
  removed_passkeys: [],
  represents: 2,
  ...(acting ? { for: { ...acting, until: UNTIL, not_disclosed: false } } : {}),
})
const ELDER = { relation: 'child', person: 'elder' } as const
const YOUNGER = { relation: 'child', person: 'younger' } as const
const draft = { choice: 'stop', scope: { all: true }, words: 'x', locale: 'ja' } as const

/** Answers of the api that are about whom `acting` says: the session's, or what another tab made of it. */
let acting: For | undefined
let snapshots: Map<string, unknown>

/** What the api says of the databases: `restored_at` tells whose answer it is. */
const databases = (of: For | undefined): DatabasesAnswer => ({
  databases: [],
  standing: null,
  standing_purposes: [],
  publishing: { stop_within_s: 1, allow_within_s: 1 },
  restored_at: of?.person ?? 'mine',
  ...(of ? { for: of } : {}),
})

/** Opens a fresh page of somebody who is signed in. */
async function openPage() {
  vi.resetModules()
  const device = createFakeDevice()
  snapshots = device.snapshots
  const { loadDevice } = await import('../../../../web/data/device/load-device.ts')
  vi.mocked(loadDevice).mockResolvedValue(device.device)
  vi.stubGlobal('fetch', async (path: string, { body }: RequestInit = {}) => {
    if (path === '/api/session/acting') {
      const { person } = JSON.parse(String(body)) as { person: string }
      acting = [ELDER, YOUNGER].find((one) => one.person === person)
      return Response.json(session(acting))
    }
    if (path === '/api/session') return Response.json(session(acting))
    return Response.json(path === '/api/databases' ? databases(acting) : {})
  })
  const load = <T>(of: Promise<T>) => of
  const { api } = await load(import('../../../../web/data/http/api.ts'))
  const page = {
    api,
    ...(await import('../../../../web/data/patient/acting.ts')),
    ...(await import('../../../../web/data/patient/databases.ts')),
    ...(await import('../../../../web/data/patient/session.ts')),
    ...(await import('../../../../web/data/device/family.ts')),
    ...(await import('../../../../web/data/device/outbox-access.ts')),
    ...(await import('../../../../web/data/device/page-outbox.ts')),
    ...(await import('../../../../web/data/device/tab-memory.ts')),
  }
  const hook = await renderHook(
    () => ({ session: page.useSession(), databases: page.useDatabases(), family: page.useFamily() }),
    undefined,
  )
  const settle = () => hook.pass(() => new Promise((resolve) => setTimeout(resolve, 5)))
  await settle()
  const shown = () => {
    const { databases: answer } = hook.last()
    return answer.status === 'ready' ? answer.value.restored_at : answer.status
  }
  const act = (person: string) => hook.pass(() => page.actFor(person, () => {}))
  return { ...page, device, hook, settle, shown, act }
}

beforeEach(() => {
  acting = undefined
  localStorage.setItem('used', 'person')
  sessionStorage.clear()
})

describe('acting for somebody', () => {
  test('shows that person, and nothing of the one before', async () => {
    const page = await openPage()
    expect(page.shown()).toBe('mine')
    await page.act('elder')
    await page.settle()
    expect(page.shown()).toBe('elder')
    await page.act('younger')
    await page.settle()
    expect(page.shown()).toBe('younger')
    await page.act('self')
    await page.settle()
    expect(page.shown()).toBe('mine')
  })

  test('keeps nothing on the device, and shows nothing that is kept there', async () => {
    const page = await openPage()
    const before = JSON.stringify(snapshots.get('overview'))
    await page.act('elder')
    await page.settle()
    expect(JSON.stringify(snapshots.get('overview'))).toBe(before)
    vi.stubGlobal('fetch', async () => {
      throw new Error('no network')
    })
    await page.hook.pass(async () => page.refreshDatabases())
    await page.settle()
    expect(page.shown()).toBe('elder')
    page.resetDatabases()
    await page.hook.pass(async () => page.refreshDatabases())
    await page.settle()
    expect(page.shown()).toBe('failed')
  })

  test('forgets a draft that was begun for somebody else', async () => {
    const page = await openPage()
    for (const person of ['elder', 'younger', 'self']) {
      page.rememberDraft({ ...emptyDraft(''), choice: 'stop' })
      await page.act(person)
      expect(page.lastDraft()).toBeNull()
    }
  })

  test('has an outbox of its own for each, in memory', async () => {
    const page = await openPage()
    const record = newRecord(draft)
    await page.act('elder')
    const outbox = await page.hold(record, page.whoseNow())
    expect(outbox.durable).toBe(false)
    const held = async () => (await page.openOutbox(page.whoseNow())).list()
    expect(await held()).toEqual([record])
    await page.act('younger')
    expect(await held()).toEqual([])
    await page.act('elder')
    expect(await held()).toEqual([record])
  })
})

describe('a decision of one’s own on the device, before one acts', () => {
  const body = { decision: { id: 'mine' }, response: { id: 'mine' } } as unknown as DecisionBody

  /** Opens a page whose device keeps a signed decision. @returns what was called, in order. */
  async function openKept(answer: () => Response) {
    const page = await openPage()
    const { outbox } = page.device.device
    const record = { ...newRecord(draft), signed: body }
    await outbox.put(record)
    const usual = globalThis.fetch
    const calls: string[] = []
    vi.stubGlobal('fetch', async (path: string, init?: RequestInit) => {
      if (init?.method === 'POST') calls.push(path)
      return path === '/api/decisions' && init?.method === 'POST' ? answer() : usual(path, init)
    })
    return { page, outbox, record, calls }
  }

  test('is sent first, because its signature ends with the session', async () => {
    const { page, outbox, calls } = await openKept(() => Response.json({ decision: {}, receipt: {} }))
    await page.act('elder')
    expect(calls).toEqual(['/api/decisions', '/api/session/acting'])
    expect(await outbox.list()).toEqual([])
  })

  test('is named once where no answer comes, then stays and is sent for nobody else', async () => {
    const { page, outbox, record, calls } = await openKept(() => new Response(null, { status: 503 }))
    await expect(page.actFor('elder', () => {})).rejects.toMatchObject({ code: 'unanswered' })
    expect(calls).toEqual(['/api/decisions'])
    await page.act('elder')
    expect(calls).toEqual(['/api/decisions', '/api/session/acting'])
    expect(await page.deliverFrom(outbox, record, null)).toMatchObject({ outcome: 'unknown' })
    expect(calls).toHaveLength(2)
    expect(await outbox.list()).toEqual([record])
  })
})

describe('where another tab has changed for whom the session acts', () => {
  test.each([
    [undefined, ELDER],
    [ELDER, undefined],
    [ELDER, YOUNGER],
  ])(
    'an answer about somebody else is not shown, and the page follows (%j, then %j)',
    async (before, after) => {
      acting = before
      const page = await openPage()
      acting = after
      await expect(page.api.databases()).rejects.toMatchObject({ code: 'unreadable' })
      await page.settle()
      const state = page.hook.last().session
      expect('session' in state && state.session.for?.person).toBe(after?.person ?? (after ? '' : undefined))
      expect(page.shown()).toBe(after?.person ?? 'mine')
      expect(state).toMatchObject({ elsewhere: true })
      await page.refreshSession()
      await page.settle()
      expect(page.hook.last().session).toMatchObject({ elsewhere: true })
      await page.hook.pass(async () => page.sawChange())
      expect(page.hook.last().session).not.toHaveProperty('elsewhere')
    },
  )

  test('the page hears of it at once, and a choice of its own needs no second look', async () => {
    const page = await openPage()
    const other = new BroadcastChannel('erabu')
    const heard = new Promise((resolve) => other.addEventListener('message', ({ data }) => resolve(data)))
    await page.act('elder')
    expect(await heard).toBe('whom')
    expect(page.hook.last().session).not.toHaveProperty('elsewhere')
    acting = YOUNGER
    other.postMessage('whom')
    await vi.waitFor(() => expect(page.hook.last().session).toMatchObject({ elsewhere: true }))
    await page.settle()
    expect(page.shown()).toBe('younger')
    await page.act('elder')
    expect(page.hook.last().session).not.toHaveProperty('elsewhere')
    other.close()
  })

  test('the page notes that a draft has gone with that, until one has seen it', async () => {
    acting = ELDER
    const page = await openPage()
    page.rememberDraft({ ...emptyDraft(''), choice: 'stop' })
    for (const next of [YOUNGER, ELDER]) {
      acting = next
      await page.hook.pass(() => page.refreshSession())
      expect(page.hook.last().session).toMatchObject({ elsewhere: 'lost' })
    }
    await page.hook.pass(async () => page.sawChange())
    acting = undefined
    await page.hook.pass(() => page.refreshSession())
    expect(page.hook.last().session).toMatchObject({ elsewhere: true })
  })

  test('a late answer to what was sent before it does not sign the page out', async () => {
    acting = ELDER
    const page = await openPage()
    const usual = globalThis.fetch
    let arrive = () => {}
    vi.stubGlobal('fetch', async () => {
      await new Promise<void>((resolve) => (arrive = resolve))
      return Response.json({ type: 'urn:erabu:problem:not-signed-in' }, { status: 401 })
    })
    const asked = page.api.databases()
    vi.stubGlobal('fetch', usual)
    await page.act('younger')
    arrive()
    await expect(asked).rejects.toMatchObject({ code: 'not-signed-in' })
    expect(page.sessionNow().status).toBe('signed-in')
    await page.settle()
    expect(page.sessionNow().status).toBe('signed-in')
  })

  test('an answer that was asked for before is not taken for the person after', async () => {
    const page = await openPage()
    await page.act('elder')
    let arrive = () => {}
    const usual = globalThis.fetch
    vi.stubGlobal('fetch', async (path: string, init?: RequestInit) => {
      if (path === '/api/databases') await new Promise<void>((resolve) => (arrive = resolve))
      return usual(path, init)
    })
    const asked = page.api.databases()
    vi.stubGlobal('fetch', usual)
    await page.act('self')
    await page.act('elder')
    arrive()
    await expect(asked).rejects.toMatchObject({ code: 'unreadable' })
  })
})

describe('a name of one’s own for somebody', () => {
  test('is kept on the device alone, with the time of the last choice, and goes with what it holds', async () => {
    const page = await openPage()
    const send = vi.spyOn(globalThis, 'fetch')
    await page.hook.pass(() => page.labelMember({ id: 'elder', relation: 'child', label: '上の子' }))
    expect(send).not.toHaveBeenCalled()
    const [named] = page.hook.last().family ?? []
    expect(named).toMatchObject({ id: 'elder', label: '上の子' })
    vi.useFakeTimers({ now: Date.now() + 60_000, toFake: ['Date'] })
    await page.act('elder')
    vi.useRealTimers()
    await page.settle()
    expect(page.hook.last().family?.[0]?.acted_at).not.toBe(named?.acted_at)
    await page.hook.pass(() => page.forgetMember('elder'))
    expect(page.hook.last().family).toEqual([])
  })

  test('is needed before anything is kept of somebody', async () => {
    const page = await openPage()
    await page.act('younger')
    expect(snapshots.has('family')).toBe(false)
  })

  test('is refused in words where the device stores nothing', async () => {
    const page = await openPage()
    page.device.state.owner = null
    const kept = page.labelMember({ id: 'elder', relation: 'child', label: '上の子' })
    await expect(kept).rejects.toMatchObject({ code: 'not-kept' })
  })
})
