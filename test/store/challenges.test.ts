import type { AuthenticationResponseJSON } from '@simplewebauthn/server'
import { describe, expect } from 'vitest'
import { createChallenges, orReject, roaming } from '../../api/auth/challenges.ts'
import { createKioskReturns } from '../../api/auth/kiosk-returns.ts'
import { hashSecret } from '../../api/auth/secrets.ts'
import { PasskeyError } from '../../api/domain/passkey.ts'
import type { Store } from '../../api/store/store.ts'
import { ORIGIN } from '../support/bare-services.ts'
import { openSessions } from '../support/bare-sessions.ts'
import { test } from '../support/bare-store.ts'
import { MINUTE, SECOND } from '../support/clock.ts'
import { put, rowsOf } from '../support/rows.ts'

const answering = (challenge: unknown) =>
  ({
    response: { clientDataJSON: Buffer.from(JSON.stringify({ challenge })).toString('base64url') },
  }) as AuthenticationResponseJSON

function open(store: Store) {
  const parts = openSessions(store)
  return { ...parts, challenges: createChallenges({ ...parts, store }) }
}

describe('a challenge', () => {
  test('is 32 random bytes for a session and a purpose, for a short time', async ({ store }) => {
    const { challenges, begin, now } = open(store)
    const session = await begin({ id: 'n' })
    const made = await challenges.issue(session, 'register', { a: 1 })
    expect(Buffer.from(made, 'base64url')).toHaveLength(32)
    expect(made).toMatch(/^[\w-]{43}$/)
    expect(await rowsOf(store, 'challenge')).toEqual([
      {
        challenge: made,
        session_id: 'n',
        purpose: 'register',
        payload: '{"a":1}',
        expires_at: now() + 5 * MINUTE,
      },
    ])
    expect(await challenges.issue(session, 'decide', {}, 'ours')).toBe('ours')
    const times = (['register', 'sign-in', 'decide', 'staff'] as const).map(challenges.timeout)
    expect(times).toEqual([300_000, 120_000, 120_000, 120_000])
  })

  test('is answered once, in its session, for its purpose and in time', async ({ store }) => {
    const { challenges, begin, clock } = open(store)
    const session = await begin({ id: 'n', device: 'shared' })
    const other = await begin({ id: 'other' })
    const response = answering('ours')
    await challenges.issue(session, 'sign-in', { a: 1 }, 'ours')
    const expired = { code: 'challenge-expired' }
    for (const wrong of [
      () => challenges.take(other, 'sign-in', response),
      () => challenges.take(session, 'decide', response),
      () => challenges.take(session, 'sign-in', answering('theirs')),
      () => challenges.take(session, 'sign-in', answering(7)),
    ])
      await expect(wrong()).rejects.toMatchObject(expired)
    clock.advance(120 * SECOND - 1)
    expect(await challenges.take(session, 'sign-in', response)).toEqual({
      payload: { a: 1 },
      expected: { challenge: 'ours', origin: ORIGIN, rpId: 'erabu.example', device: 'shared' },
    })
    await expect(challenges.take(session, 'sign-in', response)).rejects.toMatchObject(expired)
    await challenges.issue(session, 'sign-in', {}, 'ours')
    clock.advance(120 * SECOND)
    await expect(challenges.take(session, 'sign-in', response)).rejects.toMatchObject(expired)
  })

  test('is consumed with the transaction that acts', async ({ store }) => {
    const { challenges, begin } = open(store)
    const session = await begin({ id: 'n' })
    await challenges.issue(session, 'decide', { a: 1 }, 'ours')
    const acting = store.transact(async (tx) => {
      await challenges.consume(tx, session, 'decide', answering('ours'))
      throw new Error('no')
    })
    await expect(acting).rejects.toThrow('no')
    expect(await rowsOf(store, 'challenge')).toHaveLength(1)
    const { payload } = await store.transact((tx) =>
      challenges.consume(tx, session, 'decide', answering('ours')),
    )
    expect(payload).toEqual({ a: 1 })
    expect(await rowsOf(store, 'challenge')).toEqual([])
  })

  test('is put to a browser with user verification', async ({ store }) => {
    const { challenges, begin } = open(store)
    const session = await begin({ id: 'n' })
    const asked = await challenges.ask(session, 'sign-in')
    const [row] = await rowsOf(store, 'challenge')
    expect(row).toMatchObject({ payload: '{}', purpose: 'sign-in' })
    expect(asked).toMatchObject({
      rpId: 'erabu.example',
      challenge: row?.challenge,
      timeout: 120_000,
      userVerification: 'required',
    })
    expect(asked.allowCredentials ?? []).toEqual([])
    const challenge = Buffer.alloc(32, 7).toString('base64url')
    const allowCredentials = [{ id: 'AAAA', transports: ['usb' as const] }]
    const more = await challenges.ask(session, 'register', { a: 1 }, { challenge, allowCredentials })
    expect(more).toMatchObject({
      challenge,
      timeout: 300_000,
      allowCredentials: [{ id: 'AAAA', transports: ['usb'] }],
    })
    expect((await rowsOf(store, 'challenge')).find((one) => one.challenge === challenge)?.payload).toBe(
      '{"a":1}',
    )
    expect(challenges.rpId).toBe('erabu.example')
  })

  test('of a shared device asks for a security key first', async ({ store }) => {
    const { begin } = open(store)
    const personal = await begin({ id: 'n' })
    expect(roaming(personal, { a: 1 })).toEqual({ a: 1 })
    expect(roaming({ ...personal, device: 'shared' }, { a: 1 })).toEqual({ a: 1, hints: ['security-key'] })
  })
})

describe('a ceremony that failed', () => {
  test('is a problem whose reason is for the log', async ({ store: _ }) => {
    expect(await orReject(Promise.resolve(7))).toBe(7)
    const failed = new PasskeyError('why', { problem: 'platform-passkey-refused' })
    await expect(orReject(Promise.reject(failed))).rejects.toMatchObject({
      name: 'ProblemError',
      code: 'platform-passkey-refused',
      message: 'why',
    })
    const other = new Error('other')
    await expect(orReject(Promise.reject(other))).rejects.toBe(other)
  })
})

describe('the way back to a kiosk', () => {
  const RETURNING = { request: 'f', refused: false, view: null }
  const returnsOf = (parts: ReturnType<typeof open>, store: Store) => createKioskReturns({ ...parts, store })
  const ticketIn = (page: string) => page.slice('/kiosk#'.length)

  test('holds a ticket, of which only the hash is stored', async ({ store }) => {
    const parts = open(store)
    const visit = await parts.begin({ id: 'n', device: 'shared', kiosk_id: 'desk' })
    const page = await returnsOf(parts, store).pageFor(visit, RETURNING)
    expect(page).toMatch(/^\/kiosk#[\w-]{43}$/)
    expect(await rowsOf(store, 'challenge')).toEqual([
      {
        challenge: hashSecret(ticketIn(page)),
        session_id: 'n',
        purpose: 'return',
        payload: JSON.stringify(RETURNING),
        expires_at: parts.now() + MINUTE,
      },
    ])
  })

  test('is exchanged once, within a minute and in its visit, for the credential of its kiosk', async ({
    store,
  }) => {
    const parts = open(store)
    const returns = returnsOf(parts, store)
    const visit = await parts.begin({ id: 'n', device: 'shared', kiosk_id: 'desk' })
    const other = await parts.begin({ id: 'other', device: 'shared', kiosk_id: 'desk' })
    const ticket = ticketIn(await returns.pageFor(visit, RETURNING))
    const rejected = { code: 'state-rejected' }
    await expect(returns.exchange(other, ticket)).rejects.toMatchObject(rejected)
    parts.clock.advance(MINUTE - 1)
    expect(await returns.exchange(visit, ticket)).toEqual({
      ...RETURNING,
      credential: 'credential of desk',
      visit: 'n',
    })
    await expect(returns.exchange(visit, ticket)).rejects.toMatchObject(rejected)
    const late = ticketIn(await returns.pageFor(visit, RETURNING))
    parts.clock.advance(MINUTE)
    await expect(returns.exchange(visit, late)).rejects.toMatchObject(rejected)
    await put(store, {
      challenge: [{ challenge: hashSecret('x'), purpose: 'decide', expires_at: parts.now() + 1 }],
    })
    await expect(returns.exchange(visit, 'x'), 'a challenge is no ticket').rejects.toMatchObject(rejected)
  })

  test('leads to no kiosk that is not in service, and to none outside of a visit', async ({ store }) => {
    const parts = open(store)
    const returns = returnsOf(parts, store)
    for (const kiosk_id of ['gone', null]) {
      const session = await parts.begin({ id: `at ${kiosk_id}`, kiosk_id })
      const ticket = ticketIn(await returns.pageFor(session, RETURNING))
      await expect(returns.exchange(session, ticket)).rejects.toMatchObject({ code: 'kiosk-refused' })
    }
  })
})
