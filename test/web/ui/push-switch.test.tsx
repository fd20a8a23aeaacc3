// @vitest-environment happy-dom
import { act } from 'react'
import { describe, expect, test, vi } from 'vitest'
import type { Problem } from '../../../api/contract/problems.ts'
import { PushSwitch } from '../../../web/features/news/PushSwitch.tsx'
import { messagesOf } from '../../support/words.ts'
import { heard, render, tap, tapText } from './support/render.tsx'

const n = messagesOf.ja.news
const KEY = `B${'A'.repeat(86)}`
const keyBytes = Uint8Array.from(atob(`B${'A'.repeat(86)}`), (letter) => letter.charCodeAt(0))

type Call = { call: string; body: unknown }

/** A browser that can show pushes, and an api. Each member differs from the usual as a test says. */
function stage({
  permission = 'default' as NotificationPermission,
  answer = 'granted' as NotificationPermission,
  subscribed = false,
  key = keyBytes,
  api = {} as Record<string, unknown>,
} = {}) {
  const calls: Call[] = []
  const answers: Record<string, unknown> = { 'GET /api/push': { public_key: KEY, on: false }, ...api }
  const made = { count: 0, current: null as object | null, keys: [] as unknown[] }
  const subscription = () => ({
    options: { applicationServerKey: key.buffer },
    toJSON: () => ({ endpoint: 'https://push.example/a', keys: { p256dh: 'p', auth: 'a' } }),
    unsubscribe: async () => {
      made.current = null
    },
  })
  if (subscribed) made.current = subscription()
  const pushManager = {
    getSubscription: async () => made.current,
    subscribe: async (options: { userVisibleOnly: boolean; applicationServerKey: Uint8Array }) => {
      made.count++
      made.keys.push(options)
      made.current = { ...subscription(), options }
      return made.current
    },
  }
  const registration = { pushManager }
  vi.stubGlobal('PushManager', class {})
  const asked = { permission, requestPermission: vi.fn(async () => (asked.permission = answer)) }
  vi.stubGlobal('Notification', asked)
  vi.stubGlobal('navigator', {
    ...navigator,
    onLine: true,
    serviceWorker: { ready: Promise.resolve(registration), getRegistration: async () => registration },
  })
  vi.stubGlobal('fetch', async (path: string, { method = 'GET', body }: RequestInit = {}) => {
    const call = `${method} ${path}`
    calls.push({ call, body: body === undefined ? undefined : JSON.parse(String(body)) })
    const given = answers[call]
    if (given === 'offline') throw new TypeError('no network')
    if (typeof given === 'string') {
      const problem: Partial<Problem> = { type: `urn:erabu:problem:${given}` as Problem['type'] }
      return new Response(JSON.stringify(problem), { status: given === 'kiosk-refused' ? 403 : 503 })
    }
    return given === undefined ? new Response(null, { status: 204 }) : new Response(JSON.stringify(given))
  })
  return { calls, asked, made, answers, sent: () => calls.map(({ call }) => call) }
}

async function show() {
  const page = await render(<PushSwitch />)
  await act(async () => void (await Promise.resolve()))
  return page
}

const stateOf = (page: HTMLElement) => ({
  on: page.querySelector('[role=switch]')?.getAttribute('aria-checked') ?? null,
  says: heard(page.querySelector('[role=status]') ?? page),
})

describe('the switch 「止まったら知らせる」', () => {
  test('asks for permission only when it is tapped, then stores the subscription', async () => {
    const { asked, made, calls, sent } = stage()
    const page = await show()
    await vi.waitFor(() => expect(stateOf(page)).toEqual({ on: 'false', says: n.off }))
    expect(asked.requestPermission).not.toHaveBeenCalled()
    expect([made.count, sent()]).toEqual([0, ['GET /api/push']])
    await tap(page, '[role=switch]')
    await vi.waitFor(() => expect(stateOf(page)).toEqual({ on: 'true', says: n.on }))
    expect(made.keys).toMatchObject([{ userVisibleOnly: true }])
    expect(calls.at(-1)).toEqual({
      call: 'POST /api/push',
      body: { endpoint: 'https://push.example/a', keys: { p256dh: 'p', auth: 'a' } },
    })
  })

  test('has a name and a description that a screen reader says', async () => {
    stage()
    const page = await show()
    await vi.waitFor(() => expect(stateOf(page).says).toBe(n.off))
    const button = page.querySelector('[role=switch]') as HTMLElement
    expect(heard(button)).toBe(n.tell)
    const about = document.getElementById(button.getAttribute('aria-describedby') ?? '')
    expect(heard(about)).toBe(n.about + n.shown)
  })

  test('says while the browser asks that it is being switched, and takes no second tap', async () => {
    const { asked } = stage()
    const { promise, resolve } = Promise.withResolvers<NotificationPermission>()
    asked.requestPermission.mockReturnValue(promise)
    const page = await show()
    await vi.waitFor(() => expect(stateOf(page).says).toBe(n.off))
    await tap(page, '[role=switch]')
    await tap(page, '[role=switch]')
    expect(stateOf(page)).toEqual({ on: 'false', says: n.asking })
    expect(asked.requestPermission).toHaveBeenCalledTimes(1)
    // The question takes the focus from the page and gives it back.
    await act(async () => void window.dispatchEvent(new Event('focus')))
    await act(async () => resolve('granted'))
    await vi.waitFor(() => expect(stateOf(page)).toEqual({ on: 'true', says: n.on }))
  })

  test('goes off again when the question is put aside, and says so', async () => {
    const { sent } = stage({ answer: 'default' })
    const page = await show()
    await vi.waitFor(() => expect(stateOf(page).says).toBe(n.off))
    await tap(page, '[role=switch]')
    await vi.waitFor(() => expect(stateOf(page)).toEqual({ on: 'false', says: n.off }))
    expect(sent()).toEqual(['GET /api/push'])
  })

  test('is a sentence where the person has refused, now or earlier', async () => {
    stage({ answer: 'denied' })
    const page = await show()
    await vi.waitFor(() => expect(stateOf(page).says).toBe(n.off))
    await tap(page, '[role=switch]')
    await vi.waitFor(() => expect(heard(page)).toBe(n.denied))
    const { sent } = stage({ permission: 'denied' })
    const again = await show()
    await vi.waitFor(() => expect(heard(again)).toBe(n.denied))
    expect(sent()).toEqual([])
  })

  test.each([
    ['install-first', false, n.installFirst],
    ['unavailable', undefined, n.unavailable],
  ])('is a sentence where pushes are %s', async (_, standalone, words) => {
    stage()
    Reflect.deleteProperty(globalThis, 'PushManager')
    vi.stubGlobal('navigator', { ...navigator, standalone })
    const page = await show()
    await vi.waitFor(() => expect(heard(page)).toBe(words))
  })

  test.each([
    ['offline', n.offline],
    ['unavailable', n.failed],
  ])('is off, and says why, when the api is %s; nothing stays on the device', async (failure, words) => {
    const { made, sent } = stage({ api: { 'POST /api/push': failure } })
    const page = await show()
    await vi.waitFor(() => expect(stateOf(page).says).toBe(n.off))
    await tap(page, '[role=switch]')
    await vi.waitFor(() => expect(stateOf(page)).toEqual({ on: 'false', says: words }))
    expect(made.current).toBeNull()
    await act(async () => void window.dispatchEvent(new Event('focus')))
    await vi.waitFor(() => expect(sent().filter((call) => call === 'GET /api/push')).toHaveLength(3))
    expect(stateOf(page).says, 'when the page comes back').toBe(words)
  })

  test('is off at once when it is switched off, also without a network', async () => {
    const { made, answers } = stage({
      permission: 'granted',
      subscribed: true,
      api: { 'GET /api/push': { public_key: KEY, on: true } },
    })
    const page = await show()
    await vi.waitFor(() => expect(stateOf(page)).toEqual({ on: 'true', says: n.on }))
    answers['DELETE /api/push'] = 'offline'
    await tap(page, '[role=switch]')
    await vi.waitFor(() => expect(stateOf(page)).toEqual({ on: 'false', says: n.off }))
    expect(made.current).toBeNull()
  })

  test('stores a subscription from an earlier session again, without a question', async () => {
    const { asked, sent } = stage({ permission: 'granted', subscribed: true })
    const page = await show()
    await vi.waitFor(() => expect(stateOf(page).on).toBe('true'))
    expect(sent()).toEqual(['GET /api/push', 'POST /api/push'])
    expect(asked.requestPermission).not.toHaveBeenCalled()
  })

  test('is off where the subscription is for another key, and replaces it', async () => {
    const { made } = stage({ permission: 'granted', subscribed: true, key: new Uint8Array(65) })
    const page = await show()
    await vi.waitFor(() => expect(stateOf(page).on).toBe('false'))
    await tap(page, '[role=switch]')
    await vi.waitFor(() => expect(stateOf(page).on).toBe('true'))
    expect(made.count).toBe(1)
  })

  test.each([
    ['on a shared device', 'kiosk-refused'],
    ['where the service sends none', { public_key: null, on: false }],
  ])('is not there %s', async (_, answer) => {
    const { sent } = stage({ permission: 'granted', subscribed: true, api: { 'GET /api/push': answer } })
    const page = await show()
    await vi.waitFor(() => expect(page.textContent).toBe(''))
    expect(sent()).toEqual(['GET /api/push'])
  })

  test('that could not be found out is a quiet line with a button, and claims neither', async () => {
    const { answers } = stage({
      permission: 'granted',
      subscribed: true,
      api: { 'GET /api/push': 'offline' },
    })
    const page = await show()
    const { part } = messagesOf.ja
    await vi.waitFor(() => expect(heard(page)).toContain(part.notLoaded))
    expect(page.querySelector('[role=switch]')).toBeNull()
    answers['GET /api/push'] = { public_key: KEY, on: true }
    await tapText(page, part.reload)
    await vi.waitFor(() => expect(stateOf(page).on).toBe('true'))
  })
})
