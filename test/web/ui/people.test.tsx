// @vitest-environment happy-dom
import { act } from 'react'
import { beforeEach, describe, expect, test, vi } from 'vitest'
import type { ActingFor } from '../../../api/contract/acting.ts'
import type { SessionAnswer } from '../../../api/contract/patient.ts'
import { Acting } from '../../../web/app/acting/Acting.tsx'
import { api } from '../../../web/data/http/api.ts'
import { ApiError } from '../../../web/data/http/failure.ts'
import { whenForeign } from '../../../web/data/http/whom.ts'
import { faultOf } from '../../../web/features/people/label-fault.ts'
import { namesOf } from '../../../web/features/people/names.ts'
import { People } from '../../../web/features/people/People.tsx'
import { messagesOf, wordsOf } from '../../support/words.ts'
import { heard, render, tap, tapText } from './support/render.tsx'

const t = wordsOf.ja.messages
const p = t.people
const NOW = Date.parse('2026-11-24T01:00:00Z')
const acting = (change: Partial<ActingFor> = {}): ActingFor => ({
  relation: 'child',
  person: 'elder',
  until: '2026-11-24T01:08:00Z',
  not_disclosed: false,
  ...change,
})
const answer: SessionAnswer = {
  patient: { since: '2026-09-01T00:00:00Z' },
  proofed: true,
  device: 'personal',
  expires_at: '2099-01-01T00:00:00Z',
  new_passkeys: [],
  removed_passkeys: [],
}
const PEOPLE = [
  { id: 'elder', relation: 'child', until: '2027-03-31' },
  { id: 'ward', relation: 'ward', until: null },
  { id: 'younger', relation: 'child', until: '2032-10-10' },
] as const

beforeEach(() => {
  vi.useFakeTimers({ now: NOW, toFake: ['Date', 'setInterval', 'clearInterval'] })
  localStorage.setItem('used', 'person')
  vi.spyOn(api, 'session').mockResolvedValue(answer)
  vi.spyOn(api, 'jwks').mockResolvedValue({ keys: [] })
})

describe('P19', () => {
  beforeEach(() => {
    vi.spyOn(api, 'people').mockResolvedValue({ people: [...PEOPLE], known_until: '2026-11-24T01:10:00Z' })
  })

  test('asks one question with equal options, and chooses nothing by itself', async () => {
    const page = await render(<People />)
    const radios = [...page.querySelectorAll<HTMLInputElement>('input[type=radio]')]
    expect(radios.map(({ value }) => value)).toEqual(['self', 'elder', 'ward', 'younger'])
    expect(radios.some(({ checked }) => checked)).toBe(false)
    expect(new Set(radios.map((radio) => radio.closest('label')?.className))).toEqual(new Set(['radio']))
    expect([...page.querySelectorAll('.radio-label')].map(heard)).toEqual([
      p.self,
      'お子さん 1',
      '後見する方',
      'お子さん 2',
    ])
  })

  test('acts for nobody before somebody is chosen', async () => {
    const choose = vi.spyOn(api, 'act').mockResolvedValue(answer)
    const page = await render(<People />)
    await tapText(page, p.next)
    expect(choose).not.toHaveBeenCalled()
    expect(page.querySelector('[role=alert]')?.textContent).toContain(p.need)
    await tap(page, 'input[value=younger]')
    await tapText(page, p.next)
    // What waits for an answer is sent before.
    await vi.waitFor(() => expect(choose.mock.calls).toEqual([['younger']]))
    await vi.waitFor(() => expect(location.pathname).toBe('/me'))
  })

  test.each([
    ['portal-unavailable', 503],
    ['not-represented', 403],
  ] as const)('says why it was refused, and leaves the choice (%s)', async (code, status) => {
    vi.spyOn(api, 'act').mockRejectedValue(new ApiError(code, status))
    const page = await render(<People />)
    await tap(page, 'input[value=elder]')
    await tapText(page, p.next)
    await vi.waitFor(() => expect(page.textContent).toContain(messagesOf.ja.refusals.codes[code][0]))
    expect(page.querySelector<HTMLInputElement>('input[value=elder]')?.checked).toBe(true)
    expect(location.pathname).toBe('/')
  })

  test('leads to the portal where nobody was proofed within ten minutes', async () => {
    vi.spyOn(api, 'people').mockRejectedValue(new ApiError('proofing-required', 403))
    const page = await render(<People />)
    expect(page.querySelector('a[href="/proofing"]')?.textContent).toBe(p.toPortal)
  })
})

test('somebody is called by relation, by number where there are several, and by a label that fits', () => {
  const acted_at = ''
  const family = [
    { id: 'elder', relation: 'child', label: '上の子', acted_at },
    { id: 'ward', relation: 'child', label: '下の子', acted_at },
  ] as const
  expect(namesOf(t, [...PEOPLE], [...family])).toEqual(['上の子（お子さん 1）', '後見する方', 'お子さん 2'])
})

test.each([
  ['', 'labelNeed'],
  ['  ', 'labelNeed'],
  ['上'.repeat(21), 'labelLong'],
  ['1234', 'labelNumber'],
  ['１２-３４', 'labelNumber'],
  ['上の子', null],
  ['3番目', null],
] as const)('the label %j is refused by %s', (label, fault) => {
  expect(faultOf(label, t)).toBe(fault && p[fault])
})

describe('while one acts for somebody', () => {
  const show = (of: Partial<ActingFor> = {}) =>
    render(
      <Acting changed={false} acting={acting(of)}>
        {<p>the screen</p>}
      </Acting>,
    )

  test('the band numbers one of several', async () => {
    const page = await show({ nth: 2 })
    expect(page.querySelector('.acting-band [role=status]')?.textContent).toBe('お子さん 2について')
  })

  test('a change in another tab is said before anything of that person is shown', async () => {
    const page = await render(
      <Acting changed acting={acting()}>
        <p>the screen</p>
      </Acting>,
    )
    expect(page.querySelector('h1')?.textContent).toBe(p.changedTitle)
    expect(heard(page)).not.toContain('the screen')
    await tapText(page, p.changedOn)
    expect(location.pathname).toBe('/me')
  })

  test('a band says whom it is about, how long one may go on, and leads back', async () => {
    const beSelf = vi.spyOn(api, 'act').mockResolvedValue(answer)
    const page = await show()
    const band = page.querySelector('.acting-band')
    expect(heard(band)).toContain('お子さんについて')
    expect(band?.querySelector('[role=status]')?.textContent).toBe('お子さんについて')
    expect(heard(band)).toContain('あと8分')
    await act(async () => void vi.advanceTimersByTime(61_000))
    expect(heard(band)).toContain('あと7分')
    await tapText(page, p.back)
    await vi.waitFor(() => expect(beSelf.mock.calls).toEqual([['self']]))
    await vi.waitFor(() => expect(location.pathname).toBe('/status'))
  })

  test.each([
    '/settings',
    '/settings/passkeys/new',
    '/messages',
    '/cases',
    '/family',
    '/me/not-me',
    '/proofing',
    '/databases/x/ask',
  ])('the screen %s is not opened', async (path) => {
    history.replaceState(null, '', path)
    const page = await show()
    expect(page.textContent).not.toContain('the screen')
    expect(page.querySelector('h1')?.textContent).toBe(p.ownTitle)
  })

  test.each(['/status', '/me', '/people', '/history', '/databases/x', '/help', '/verify'])(
    'the screen %s is opened',
    async (path) => {
      history.replaceState(null, '', path)
      expect((await show()).textContent).toContain('the screen')
    },
  )

  test('says what was kept once the time is over, in place of the screen', async () => {
    const page = await show()
    expect(page.textContent).toContain('the screen')
    await act(async () => void vi.advanceTimersByTime(8 * 60_000))
    expect(page.querySelector('h1')?.textContent).toBe(p.overTitle)
    expect(page.textContent).toContain(p.kept)
    expect(page.textContent).not.toContain('the screen')
  })

  test.each([
    ['not-represented', 'withdrawnTitle'],
    ['proofing-required', 'overTitle'],
  ] as const)('says so when the api answers %s', async (code, title) => {
    const page = await show()
    vi.stubGlobal('fetch', async () =>
      Response.json({ type: `urn:erabu:problem:${code}`, status: 403 }, { status: 403 }),
    )
    await act(async () => void (await api.usage().catch(() => {})))
    expect(page.querySelector('h1')?.textContent).toBe(p[title])
    expect(page.textContent).not.toContain('the screen')
  })

  test.each(['proofing-required', 'offline', 'internal'])(
    'goes on to say that one may not act, whatever comes after it (%s)',
    async (later) => {
      const page = await show()
      for (const code of ['not-represented', later]) {
        vi.stubGlobal('fetch', async () =>
          Response.json({ type: `urn:erabu:problem:${code}`, status: 403 }, { status: 403 }),
        )
        await act(async () => void (await api.usage().catch(() => {})))
      }
      expect(page.querySelector('h1')?.textContent).toBe(p.withdrawnTitle)
    },
  )
})

test('a call that is refused because the session acts asks for the session again', async () => {
  const ask = vi.fn()
  whenForeign(ask)
  vi.stubGlobal('fetch', async () =>
    Response.json({ type: 'urn:erabu:problem:acting', status: 409 }, { status: 409 }),
  )
  await expect(api.passkeys()).rejects.toMatchObject({ code: 'acting' })
  expect(ask).toHaveBeenCalledOnce()
})
