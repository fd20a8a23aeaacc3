// @vitest-environment happy-dom
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import type { CreationOptions, RequestOptions } from '../../../api/contract/patient.ts'
import { askAssertion, makePasskey } from '../../../web/data/passkey/passkey.ts'
import { HELD_MS } from '../../../web/kiosk/visit/idle.ts'
import { cardWindow, enterVisit, leaveVisit } from '../../../web/kiosk/visit/visit.ts'

const request: RequestOptions = { challenge: 'AAAA', timeout: 120_000 }
const creation: CreationOptions = {
  challenge: 'AAAA',
  rp: { name: 'Erabu' },
  user: { id: 'AAAA', name: '', displayName: '' },
  pubKeyCredParams: [],
  timeout: 300_000,
}
/** A window that nobody closes: the browser never settles and ignores the signal. */
const open = vi.fn<(options: { signal?: AbortSignal }) => Promise<never>>(() => new Promise(() => {}))

beforeEach(() => {
  vi.useFakeTimers()
  open.mockClear()
  vi.stubGlobal('PublicKeyCredential', class {})
  vi.stubGlobal('navigator', { credentials: { get: open, create: open } })
})
afterEach(() => void vi.useRealTimers())

/** Follows the outcome of a ceremony. */
function follow(ceremony: Promise<unknown>) {
  const seen = { code: 'open' }
  ceremony.catch(({ code }: { code: string }) => {
    seen.code = code
  })
  return seen
}
const signal = () => open.mock.calls.at(-1)?.[0].signal

describe('a window that nobody closes', () => {
  test.for([
    ['a sign-in', () => askAssertion(request), 120_000],
    ['a registration', () => makePasskey(creation), 300_000],
    ['a sign-in at a kiosk', () => askAssertion(request, cardWindow()), HELD_MS],
    ['a registration at a kiosk', () => makePasskey(creation, cardWindow()), HELD_MS],
  ] as const)('is given up by the page: %s', async ([, ask, life]) => {
    const seen = follow(ask())
    await vi.advanceTimersByTimeAsync(life - 1)
    expect([seen.code, signal()?.aborted]).toEqual(['open', false])
    await vi.advanceTimersByTimeAsync(1)
    expect([seen.code, signal()?.aborted]).toEqual(['cancelled', true])
  })

  test('at a kiosk is given up with the visit, so that the next person’s card does not answer it', async () => {
    enterVisit('first')
    const seen = follow(askAssertion(request, cardWindow()))
    await vi.advanceTimersByTimeAsync(1_000)
    leaveVisit()
    await vi.advanceTimersByTimeAsync(0)
    expect([seen.code, signal()?.aborted]).toEqual(['cancelled', true])
  })

  test('leaves the next window its full time', async () => {
    const first = follow(askAssertion(request, cardWindow()))
    await vi.advanceTimersByTimeAsync(HELD_MS)
    const second = follow(askAssertion(request, cardWindow()))
    await vi.advanceTimersByTimeAsync(HELD_MS - 1)
    expect([first.code, second.code]).toEqual(['cancelled', 'open'])
  })
})
