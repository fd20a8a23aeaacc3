import { describe, expect } from 'vitest'
import { noteUse } from '../../api/auth/passkey-again.ts'
import { hashSecret } from '../../api/auth/secrets.ts'
import { Superseded } from '../../api/auth/session-rights.ts'
import { ProblemError } from '../../api/problem.ts'
import type { SessionRow } from '../../api/store/people/rows.ts'
import { openSessions, sessionIds, sessionIn } from '../support/bare-sessions.ts'
import { test } from '../support/bare-store.ts'
import { HOUR, MINUTE } from '../support/clock.ts'
import { put, rowsOf } from '../support/rows.ts'

describe('the life of a session', () => {
  test('ends after its idle minutes, and at its end however busy', async ({ store }) => {
    const { life, begin, now } = openSessions(store)
    const personal = await begin({ id: 'n' })
    expect(life.endsAt(personal)).toBe(now() + 10 * MINUTE)
    expect(life.endsAt({ ...personal, device: 'shared' })).toBe(now() + 2 * MINUTE)
    expect(life.endsAt({ ...personal, expires_at: now() + 7 })).toBe(now() + 7)
    expect(life.hasEnded({ ...personal, expires_at: now() + 1 })).toBe(false)
    expect(life.hasEnded({ ...personal, expires_at: now() })).toBe(true)
  })

  test('ends with the service of its kiosk', async ({ store }) => {
    const { life, begin } = openSessions(store)
    const session = await begin({ id: 'n' })
    const at = (kiosk_id: string | null) => life.hasEnded({ ...session, kiosk_id })
    expect([at('desk'), at('gone'), at(null)]).toEqual([false, true, false])
  })

  test('counts a proofing for ten minutes, and an assertion for five', async ({ store }) => {
    const { life, begin, now } = openSessions(store)
    const session = await begin({ id: 'n' })
    const proofed = (change: Partial<SessionRow>) => life.isProofed({ ...session, subject: 's', ...change })
    expect(proofed({ proofed_at: now() - 10 * MINUTE })).toBe(true)
    expect(proofed({ proofed_at: now() - 10 * MINUTE - 1 })).toBe(false)
    expect(proofed({ proofed_at: null })).toBe(false)
    expect(proofed({ proofed_at: now(), subject: null })).toBe(false)
    const asserted = (asserted_at: number | null) => life.isAsserted({ ...session, asserted_at })
    expect([asserted(now() - 5 * MINUTE), asserted(now() - 5 * MINUTE - 1), asserted(null)]).toEqual([
      true,
      false,
      false,
    ])
  })
})

describe('the session of a transaction', () => {
  const fault = (work: Promise<unknown>) =>
    work.then(
      () => null,
      (error: unknown) =>
        error instanceof Superseded ? 'superseded' : error instanceof ProblemError ? error.code : error,
    )

  test('is as it stands now', async ({ store }) => {
    const { rights, begin, now } = openSessions(store)
    const session = { ...(await begin({ id: 'n' })), more: 'kept' }
    await store.transact((tx) =>
      tx.updateTable('session').set({ device: 'shared', last_seen_at: now() }).execute(),
    )
    expect(await store.transact((tx) => rights.again(tx, session))).toEqual({ ...session, device: 'shared' })
  })

  test('is gone when it has ended, or has another secret by now', async ({ store }) => {
    const { rights, begin, clock } = openSessions(store)
    const session = await begin({ id: 'n' })
    const again = (of: SessionRow) => fault(store.transact((tx) => rights.again(tx, of)))
    expect(await again(session)).toBeNull()
    expect(await again({ ...session, secret_hash: 'old' })).toBe('superseded')
    expect(await again({ ...session, id: 'other' })).toBe('not-signed-in')
    clock.advance(10 * MINUTE)
    expect(await again({ ...session, secret_hash: 'old' })).toBe('not-signed-in')
    expect(new Superseded()).toMatchObject({
      code: 'not-signed-in',
      message: 'the session has another secret by now',
    })
  })

  test('gains rights under a new secret', async ({ store }) => {
    const { rights, begin, clock, now } = openSessions(store)
    const session = await begin({ id: 'n' })
    await begin({ id: 'other' })
    clock.advance(MINUTE)
    const renewed = await rights.gain(session, ['s'], async (_tx, current) => {
      expect(current).toEqual(session)
      return { subject: 's', proofed_at: 5 }
    })
    expect(renewed.secret).toMatch(/^[\w-]{43}$/)
    const expected = {
      ...session,
      subject: 's',
      proofed_at: 5,
      last_seen_at: now(),
      secret_hash: hashSecret(renewed.secret),
    }
    expect(renewed.session).toEqual(expected)
    expect(await sessionIn(store, 'n')).toEqual(expected)
    expect((await sessionIn(store, 'other'))?.subject).toBeNull()
    expect(await fault(rights.gain(session, [], async () => ({})))).toBe('superseded')
  })

  test('gains nothing where the act fails', async ({ store }) => {
    const { rights, begin } = openSessions(store)
    const session = await begin({ id: 'n' })
    const act = async () => {
      throw new Error('no')
    }
    await expect(rights.gain(session, [], act)).rejects.toThrow('no')
    expect(await sessionIn(store, 'n')).toEqual(session)
  })
})

describe('the rights of staff', () => {
  test('last ten hours, and nobody who was in the session before is known', async ({ store }) => {
    const { rights, begin, now } = openSessions(store)
    const session = await begin({ id: 'n', subject: 's', proofed_at: 1, asserted_at: 1 })
    await put(store, { proofing: [{}, { id: 'g', session_id: 'other', state_hash: 'g' }] })
    const { session: gained } = await rights.gain(session, [], (tx, current) =>
      rights.asStaff(tx, current, 'key'),
    )
    expect(gained).toMatchObject({
      patient_id: null,
      passkey_id: null,
      subject: null,
      proofed_at: null,
      asserted_at: null,
      staff_key: 'key',
      expires_at: now() + 10 * HOUR,
    })
    expect((await rowsOf(store, 'proofing')).map(({ id }) => id)).toEqual(['g'])
  })
})

describe('the rights of a patient', () => {
  const by = { passkey_id: 'k', asserted_at: 3 }
  const patient = { id: 'p', subject: 's' }

  test('last an hour, and keep what the same person proofed', async ({ store }) => {
    const { rights, begin, clock, now } = openSessions(store)
    await put(store, { patient: [{}], passkey: [{}], proofing: [{}] })
    const session = await begin({ id: 'n', subject: 's', proofed_at: 7, staff_key: 'key' })
    clock.advance(MINUTE)
    const { session: gained } = await rights.gain(session, ['s'], (tx, current) =>
      rights.asPatient(tx, current, patient, by),
    )
    expect(gained).toMatchObject({
      patient_id: 'p',
      subject: 's',
      proofed_at: 7,
      staff_key: null,
      expires_at: now() + HOUR,
      ...by,
    })
    expect(await rowsOf(store, 'proofing')).toHaveLength(1)
  })

  test('forget what anybody else proofed', async ({ store }) => {
    const { rights, begin } = openSessions(store)
    await put(store, { patient: [{}], passkey: [{}], proofing: [{}] })
    const session = await begin({ id: 'n', subject: 'other', proofed_at: 7 })
    const { session: gained } = await rights.gain(session, ['s'], (tx, current) =>
      rights.asPatient(tx, current, patient, by),
    )
    expect(gained).toMatchObject({ subject: 's', proofed_at: null })
    expect(await rowsOf(store, 'proofing')).toEqual([])
  })

  test('are of twenty sessions at most: the one that rested longest ends', async ({ store }) => {
    const { rights, begin, now } = openSessions(store)
    await put(store, { patient: [{}, { id: 'q', subject: 't', user_handle: 'v' }], passkey: [{}] })
    const signedIn = { patient_id: 'p', passkey_id: 'k', subject: 's' }
    for (let i = 0; i < 20; i++) await begin({ id: `of p ${i}`, ...signedIn, last_seen_at: now() - i })
    await begin({ id: 'of q', patient_id: 'q', last_seen_at: 0 })
    const session = await begin({ id: 'n' })
    await rights.gain(session, ['s'], (tx, current) => rights.asPatient(tx, current, patient, by))
    const left = await sessionIds(store)
    expect(left).toHaveLength(21)
    expect(left).toContain('of q')
    expect(left).not.toContain('of p 19')
  })
})

describe('a passkey that was used', () => {
  const verified = {
    id: 'k',
    public_key: '{}',
    counter: 0,
    transports: [],
    backup_eligible: false,
    user_handle: 'u',
    patient: { id: 'p' },
  }
  const used = { counter: 4, backed_up: true, wentBack: false, at: 9 }

  test('is noted, and audited where its counter went back', async ({ store }) => {
    await put(store, { patient: [{}], passkey: [{ backup_eligible: 1 }] })
    expect(await store.transact((tx) => noteUse(tx, verified, used))).toEqual([])
    expect(await rowsOf(store, 'passkey')).toMatchObject([{ counter: 4, backed_up: 1, last_used_at: 9 }])
    const back = { ...used, counter: 3, wentBack: true }
    expect(await store.transact((tx) => noteUse(tx, { ...verified, counter: 4 }, back))).toEqual([
      { kind: 'counter-back', reference: 'k' },
    ])
  })

  test('has no effect where it was removed, or is another person’s', async ({ store }) => {
    await put(store, { patient: [{}], passkey: [{}] })
    const refused = { code: 'passkey-rejected', message: 'the passkey was removed or has signed meanwhile' }
    for (const other of [{ id: 'gone' }, { patient: { id: 'q' } }])
      await expect(
        store.transact((tx) => noteUse(tx, { ...verified, ...other }, used)),
      ).rejects.toMatchObject(refused)
    expect(await rowsOf(store, 'passkey')).toMatchObject([{ counter: 0, last_used_at: 0 }])
  })
})
