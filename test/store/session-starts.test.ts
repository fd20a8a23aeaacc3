import { describe, expect } from 'vitest'
import { hashSecret } from '../../api/auth/secrets.ts'
import { askSessions, sessionIds, sessionIn } from '../support/bare-sessions.ts'
import { test } from '../support/bare-store.ts'
import { HOUR } from '../support/clock.ts'
import { put, rowsOf } from '../support/rows.ts'

const CLEARED = ['session', 'proofing'].map((name) => expect.stringMatching(`^__Host-${name}=; Max-Age=0; `))
const ANYTHING = '"cache","cookies","storage"'

describe('a session', () => {
  const ANONYMOUS = {
    patient_id: null,
    passkey_id: null,
    subject: null,
    proofed_at: null,
    asserted_at: null,
    kiosk_id: null,
    staff_key: null,
    represents: 0,
    under_age: 0,
    acting: null,
  }

  test('begins with nobody in it, under a new secret', async ({ store }) => {
    const { ask, now } = askSessions(store)
    const { body, set, visit } = await ask('/ensure/personal')
    const [, secret = ''] = /^__Host-session=([\w-]{43}); Max-Age=3600; /.exec(set[0] ?? '') ?? []
    const row = {
      ...ANONYMOUS,
      id: expect.stringMatching(/^[\da-f-]{36}$/),
      secret_hash: hashSecret(secret),
      device: 'personal',
      last_seen_at: now(),
      expires_at: now() + HOUR,
    }
    expect([body.session, body.known]).toEqual([row, row])
    expect(await rowsOf(store, 'session')).toEqual([row])
    expect([set.length, visit]).toEqual([1, null])
  })

  test('goes on where the request has one, and is shared once it was', async ({ store }) => {
    const { ask, begin } = askSessions(store)
    const personal = await begin({ id: 'n' })
    const shared = await begin({ id: 'shared', device: 'shared' })
    expect(await ask('/ensure/personal', 'n')).toMatchObject({ body: { session: personal }, set: [] })
    for (const device of ['shared', 'personal'])
      expect(await ask(`/ensure/${device}`, 'shared')).toMatchObject({ body: { session: shared }, set: [] })
  })

  test('that becomes shared gets another secret, which ends with the browser', async ({ store }) => {
    const { ask, begin } = askSessions(store)
    const personal = await begin({ id: 'n' })
    const { body, set } = await ask('/ensure/shared', 'n')
    const [, secret = ''] = /^__Host-session=([\w-]{43}); Path=/.exec(set[0] ?? '') ?? []
    const renewed = { ...personal, device: 'shared', secret_hash: hashSecret(secret) }
    expect([body.session, body.known, await sessionIn(store, 'n')]).toEqual([renewed, renewed, renewed])
    expect((await ask('/', 'n')).body).toBeNull()
    expect((await ask('/', secret)).body).toEqual(renewed)
  })

  test('is shared only at a kiosk, in production', async ({ store }) => {
    const production = askSessions(store, { production: true })
    await production.begin({ id: 'n' })
    for (const id of [undefined, 'n'])
      expect(await production.ask('/ensure/shared', id)).toMatchObject({ body: 'kiosk-refused', set: [] })
    expect(await sessionIds(store)).toEqual(['n'])
    expect((await production.ask('/visit/desk')).body.session.device).toBe('shared')
    expect((await production.ask('/ensure/personal')).body.session.device).toBe('personal')
  })

  test('is shared anywhere else, for demonstrations', async ({ store }) => {
    const { body, set } = await askSessions(store).ask('/ensure/shared')
    expect(body.session).toMatchObject({ device: 'shared', kiosk_id: null })
    expect(set).toEqual([expect.stringMatching(/^__Host-session=[\w-]{43}; Path=/)])
  })

  test('has a plain cookie without TLS', async ({ store }) => {
    const { ask, begin } = askSessions(store, { origin: 'http://localhost:1' })
    const session = await begin({ id: 'n' })
    expect((await ask('/', 'n')).body).toEqual(session)
    expect((await ask('/ensure/personal')).set).toEqual([
      expect.stringMatching(/^session=[\w-]{43}; Max-Age=3600; Path=\/; HttpOnly; SameSite=Strict$/),
    ])
    expect((await ask('/end', 'n')).set).toEqual(
      ['session', 'proofing'].map((name) => expect.stringMatching(`^${name}=; Max-Age=0; `)),
    )
  })

  test('ends with the pushes to its device, and its cookies are forgotten', async ({ store }) => {
    const { ask, begin } = askSessions(store)
    await begin({ id: 'n' })
    await begin({ id: 'other' })
    await put(store, {
      patient: [{}],
      passkey: [{}],
      push_person: [{}],
      push_subscription: [{ session_id: 'n' }, { id: 'kept', session_id: 'other' }],
      proofing: [{}],
    })
    expect(await ask('/end', 'n')).toMatchObject({ body: 'ended', set: CLEARED, clear: null })
    expect(await sessionIds(store)).toEqual(['other'])
    expect((await rowsOf(store, 'push_subscription')).map(({ id }) => id)).toEqual(['kept'])
    expect(await rowsOf(store, 'proofing')).toEqual([])
    expect(await ask('/end')).toEqual({ body: 'ended', set: [], visit: null, clear: null })
  })

  test('on a shared device takes everything of the site along', async ({ store }) => {
    const { ask, begin } = askSessions(store)
    await begin({ id: 'n', device: 'shared' })
    expect(await ask('/end', 'n')).toMatchObject({ set: CLEARED, clear: ANYTHING })
  })
})

describe('a visit', () => {
  test('begins at a kiosk, and ends every other one there', async ({ store }) => {
    const { ask, begin, now, inService } = askSessions(store)
    inService.add('door')
    await begin({ id: 'before', device: 'shared' })
    await begin({ id: 'visit', device: 'shared', kiosk_id: 'desk' })
    await begin({ id: 'elsewhere', device: 'shared', kiosk_id: 'door' })
    const { body, set, visit } = await ask('/visit/desk', 'before')
    expect(body.session).toMatchObject({
      device: 'shared',
      kiosk_id: 'desk',
      patient_id: null,
      subject: null,
    })
    expect(body.known).toEqual(body.session)
    expect(visit).toBe(body.session.id)
    expect(set).toEqual([expect.stringMatching(/^__Host-session=[\w-]{43}; Path=/)])
    expect(await sessionIds(store)).toEqual([body.session.id, 'elsewhere'].toSorted())
    expect(await rowsOf(store, 'kiosk')).toMatchObject([{ id: 'desk', seen_at: now() }])
  })

  test('begins where the browser had no session', async ({ store }) => {
    const { ask } = askSessions(store)
    const { body } = await ask('/visit/desk')
    expect(await sessionIds(store)).toEqual([body.session.id])
  })
})
