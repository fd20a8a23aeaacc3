import { describe, expect } from 'vitest'
import { StoreFull, StoreUnavailable } from '../../api/store/errors.ts'
import { askSessions, sessionIds, sessionIn } from '../support/bare-sessions.ts'
import { test } from '../support/bare-store.ts'
import { HOUR, MINUTE, SECOND } from '../support/clock.ts'
import { put, rowsOf } from '../support/rows.ts'

describe('a request', () => {
  test('has the session whose secret its cookie holds', async ({ store }) => {
    const { ask, begin } = askSessions(store)
    const session = await begin({ id: 'n' })
    await begin({ id: 'other' })
    expect((await ask('/', 'n')).body).toEqual(session)
    for (const id of [undefined, '', 'unknown']) expect((await ask('/', id)).body, id).toBeNull()
    expect(await ask('/require')).toMatchObject({ body: 'not-signed-in' })
    expect(await ask('/require', 'n')).toMatchObject({ body: 'n', visit: null, set: [] })
  })

  test('is of a patient where one has signed in', async ({ store }) => {
    const { ask, begin } = askSessions(store)
    await put(store, { patient: [{}], passkey: [{}] })
    const signedIn = await begin({ id: 'n', patient_id: 'p', passkey_id: 'k', subject: 's' })
    await begin({ id: 'proofed', subject: 's' })
    await begin({ id: 'odd', patient_id: 'p', passkey_id: 'k' })
    expect((await ask('/patient', 'n')).body).toEqual(signedIn)
    for (const id of ['proofed', 'odd', undefined])
      expect((await ask('/patient', id)).body, id).toBe('not-signed-in')
  })

  test('notes every fifteen seconds that its session is in use', async ({ store }) => {
    const { ask, begin, clock, now } = askSessions(store)
    const session = await begin({ id: 'n' })
    await begin({ id: 'other' })
    clock.advance(15 * SECOND)
    expect((await ask('/', 'n')).body).toEqual(session)
    expect(await sessionIn(store, 'n')).toEqual(session)
    clock.advance(1)
    const touched = { ...session, last_seen_at: now() }
    expect((await ask('/', 'n')).body).toEqual(touched)
    expect(await sessionIn(store, 'n')).toEqual(touched)
    expect((await sessionIn(store, 'other'))?.last_seen_at).toBe(session.last_seen_at)
  })

  test('that a page repeats by itself keeps no session alive', async ({ store }) => {
    const { ask, begin, clock, now } = askSessions(store)
    const { last_seen_at } = await begin({ id: 'n' })
    clock.advance(MINUTE)
    for (const path of ['/api/kiosk', '/api/kiosk/calls', '/api/kiosk/a/b', '/api/portal/requests/x'])
      expect((await ask(path, 'n')).body.last_seen_at, path).toBe(last_seen_at)
    for (const path of [
      '/api/kiosk/staff',
      '/api/kiosk/staff/kiosks',
      '/api/kiosks',
      '/api/portal/requests',
      '/api/portal/requests/',
      '/api/portal/requests/x/coverage',
      '/api/api/kiosk',
      '/x/api/portal/requests/x',
    ]) {
      clock.advance(MINUTE)
      expect((await ask(path, 'n')).body.last_seen_at, path).toBe(now())
    }
  })

  test('that names another visit has no session', async ({ store }) => {
    const { ask, begin } = askSessions(store)
    const visit = await begin({ id: 'n', device: 'shared', kiosk_id: 'desk' })
    expect(await ask('/', 'n', { 'Erabu-Visit': 'n' })).toMatchObject({ body: visit, visit: 'n' })
    expect(await ask('/', 'n')).toMatchObject({ body: visit, visit: 'n' })
    for (const other of ['other', ''])
      expect(await ask('/', 'n', { 'Erabu-Visit': other })).toMatchObject({ body: null, visit: null })
    expect(await ask('/', undefined, { 'Erabu-Visit': 'n' })).toMatchObject({ body: null })
    expect(await sessionIds(store)).toEqual(['n'])
  })

  test('finds that its session has ended, and removes it', async ({ store }) => {
    const { ask, begin, clock, inService } = askSessions(store)
    await begin({ id: 'n' })
    await begin({ id: 'visit', device: 'shared', kiosk_id: 'desk' })
    await put(store, { challenge: [{ session_id: 'n' }] })
    inService.clear()
    expect(await ask('/', 'visit')).toMatchObject({ body: null, visit: null })
    expect(await sessionIds(store)).toEqual(['n'])
    clock.advance(10 * MINUTE)
    expect((await ask('/', 'n')).body).toBeNull()
    expect([await sessionIds(store), await rowsOf(store, 'challenge')]).toEqual([[], []])
  })

  test('removes no session that another request has renewed, or removed, meanwhile', async ({ store }) => {
    const { ask, begin, clock, seam, now } = askSessions(store)
    await begin({ id: 'n' })
    await begin({ id: 'm' })
    clock.advance(10 * MINUTE)
    const row = store.transact
    seam.before(0, () =>
      row((tx) => tx.updateTable('session').set({ last_seen_at: now() }).where('id', '=', 'n').execute()),
    )
    expect((await ask('/', 'n')).body).toBeNull()
    expect(await sessionIds(store)).toEqual(['m', 'n'])
    seam.before(0, () => row((tx) => tx.deleteFrom('session').where('id', '=', 'm').execute()))
    expect((await ask('/', 'm')).body).toBeNull()
    expect(await sessionIds(store)).toEqual(['n'])
  })

  test('is answered although the store cannot be written', async ({ store }) => {
    const { ask, begin, clock, now, seam } = askSessions(store)
    await begin({ id: 'n' })
    const failing = (error: Error) =>
      seam.before(0, async () => {
        throw error
      })
    clock.advance(MINUTE)
    failing(new StoreUnavailable('down'))
    expect((await ask('/', 'n')).body).toMatchObject({ id: 'n', last_seen_at: now() })
    failing(new Error('other'))
    expect((await ask('/', 'n')).body).toBe('broken: other')
    clock.advance(HOUR)
    failing(new StoreFull('full'))
    expect((await ask('/', 'n')).body).toBeNull()
    failing(new Error('other'))
    expect((await ask('/', 'n')).body).toBe('broken: other')
  })
})

describe('what a session is told to be', () => {
  test('names no patient before one has signed in', async ({ store }) => {
    const { sessions, begin, now } = askSessions(store)
    expect(await sessions.describe(await begin({ id: 'n' }))).toEqual({
      patient: null,
      proofed: false,
      device: 'personal',
      expires_at: new Date(now() + 10 * MINUTE).toISOString(),
      new_passkeys: [],
      removed_passkeys: [],
    })
  })

  test('says since when there is an account, and what happened to its passkeys', async ({ store }) => {
    const { sessions, begin, now } = askSessions(store)
    await put(store, {
      patient: [{ created_at: 1000 }],
      passkey: [{}, { id: 'new', unannounced: 1, created_at: 2000 }],
      removed_passkey: [{ created_at: 1000, removed_at: 3000, removed_by: 'new', name: 'phone' }],
    })
    const signedIn = {
      patient_id: 'p',
      passkey_id: 'k',
      subject: 's',
      proofed_at: now(),
      device: 'shared',
    } as const
    expect(await sessions.describe(await begin({ id: 'n', ...signedIn }))).toEqual({
      patient: { since: '1970-01-01T00:00:01.000Z' },
      proofed: true,
      device: 'shared',
      expires_at: new Date(now() + 2 * MINUTE).toISOString(),
      new_passkeys: [{ id: 'new', created_at: '1970-01-01T00:00:02.000Z' }],
      removed_passkeys: [
        {
          id: 'r',
          name: 'phone',
          created_at: '1970-01-01T00:00:01.000Z',
          removed_at: '1970-01-01T00:00:03.000Z',
          by: 'new',
        },
      ],
    })
  })
})
