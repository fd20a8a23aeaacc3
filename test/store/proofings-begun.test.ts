import { createHash } from 'node:crypto'
import { describe, expect } from 'vitest'
import { hashSecret } from '../../api/auth/secrets.ts'
import { PortalExpired, PortalUnavailable } from '../../api/portal/portal.ts'
import { unseal } from '../../api/portal/sealed.ts'
import type { SessionRow } from '../../api/store/people/rows.ts'
import type { Store } from '../../api/store/store.ts'
import { sessionIn } from '../support/bare-person.ts'
import { failing, GRANT, openProofing, storedProofing } from '../support/bare-proofing.ts'
import { test } from '../support/bare-store.ts'
import { MINUTE, SECOND } from '../support/clock.ts'
import { rowsOf } from '../support/rows.ts'

describe('a proofing that begins', () => {
  test('keeps for the browser alone what the portal has to answer to', async ({ store }) => {
    const { parts, portal, service } = openProofing(store)
    const session = await sessionIn(parts)
    const begun = await service.begin(session, { return_to: 'patient', view: null })
    const [[asked] = []] = portal.authorizeUrl.mock.calls
    const { state = '', challenge, nonce } = asked ?? {}
    const row = await storedProofing(store)
    expect(begun).toEqual({
      id: row.id,
      authorize_url: 'https://portal.example/authorize',
      secret: expect.stringMatching(/^[\w-]{43}$/),
      device: 'personal',
    })
    expect(row).toEqual({
      id: expect.any(String),
      session_id: 'session',
      state_hash: hashSecret(state),
      secret_hash: hashSecret(begun.secret),
      sealed: expect.any(String),
      status: 'started',
      device: 'personal',
      return_to: 'patient',
      view: null,
      expires_at: parts.now() + 10 * MINUTE,
    })
    const kept = await unseal(row.sealed, begun.secret)
    expect(kept).toEqual({ verifier: expect.stringMatching(/^[\w-]{43}$/), nonce, login_since: null })
    expect(challenge).toBe(createHash('sha256').update(kept.verifier).digest('base64url'))
    expect(new Set([state, nonce, kept.verifier, begun.secret]).size).toBe(4)
    expect(portal.pushedUrl).not.toHaveBeenCalled()
  })

  test('on a shared device demands a new sign-in at the portal', async ({ store }) => {
    const { parts, portal, service } = openProofing(store)
    const session = await sessionIn(parts, { device: 'shared' })
    const begun = await service.begin(session, { return_to: 'kiosk', view: 'large' })
    expect(begun).toMatchObject({ authorize_url: 'https://portal.example/par', device: 'shared' })
    const row = await storedProofing(store)
    expect(row).toMatchObject({ device: 'shared', return_to: 'kiosk', view: 'large' })
    const { nonce, login_since } = await unseal(row.sealed, begun.secret)
    const asked = { state: expect.any(String), challenge: expect.any(String), nonce }
    expect([portal.pushedUrl.mock.calls, login_since]).toEqual([[[asked]], 7])
    expect(portal.authorizeUrl).not.toHaveBeenCalled()
  })

  test('on a shared device needs the portal at once', async ({ store }) => {
    const { parts, portal, service } = openProofing(store)
    const session = await sessionIn(parts, { device: 'shared' })
    const begin = () => service.begin(session, { return_to: 'kiosk', view: null })
    portal.pushedUrl.mockImplementation(failing(new PortalUnavailable('gone')))
    await expect(begin()).rejects.toMatchObject({ code: 'portal-unavailable' })
    portal.pushedUrl.mockImplementation(failing(new Error('other')))
    await expect(begin()).rejects.toThrow('other')
    expect(await rowsOf(store, 'proofing')).toEqual([])
  })

  test('takes the place of others of its session, and needs the session', async ({ store }) => {
    const { parts, service } = openProofing(store)
    const session = await sessionIn(parts)
    const other = await sessionIn(parts, { id: 'other' })
    const begin = (of: SessionRow) => service.begin(of, { return_to: 'patient', view: null })
    const [first, elsewhere, second] = [await begin(session), await begin(other), await begin(session)]
    const ids = async () => (await rowsOf(store, 'proofing')).map(({ id }) => id).sort()
    expect(await ids()).toEqual([elsewhere.id, second.id].sort())
    expect(first.id).not.toBe(second.id)
    await expect(begin({ ...session, secret_hash: 'before' })).rejects.toMatchObject({
      code: 'not-signed-in',
    })
    expect(await ids()).toEqual([elsewhere.id, second.id].sort())
  })
})

describe('the portal’s answer', () => {
  /** A proofing that began, and what opens its answer. */
  async function begun(store: Store) {
    const all = openProofing(store)
    const session = await sessionIn(all.parts)
    const { id, secret } = await all.service.begin(session, { return_to: 'patient', view: null })
    const state = all.portal.authorizeUrl.mock.calls[0]?.[0].state
    const kept = await unseal((await storedProofing(store)).sealed, secret)
    return { ...all, session, id, secret, state, kept }
  }
  async function opened(store: Store) {
    const all = await begun(store)
    const answer = (await all.service.open(all.state, all.secret)) ?? expect.fail('not opened')
    return { ...all, answer }
  }

  test('is opened once, by the browser that began, and moves to another secret', async ({ store }) => {
    const { parts, service, state, secret, id, kept } = await begun(store)
    for (const [wrongState, wrongSecret] of [
      ['', secret],
      [undefined, secret],
      [state, ''],
      [state, undefined],
      ['another', secret],
      [state, 'another'],
    ])
      expect(await service.open(wrongState, wrongSecret)).toBeNull()
    expect(await storedProofing(store)).toMatchObject({ status: 'started' })
    parts.clock.advance(SECOND)
    const answer = await service.open(state, secret)
    expect(answer).toMatchObject({ device: 'personal', secret: expect.stringMatching(/^[\w-]{43}$/) })
    const row = await storedProofing(store)
    expect(row).toMatchObject({ id, status: 'pending', secret_hash: hashSecret(answer?.secret ?? '') })
    expect(await unseal(row.sealed, answer?.secret)).toEqual(kept)
    expect(await rowsOf(store, 'session')).toMatchObject([{ last_seen_at: parts.now() }])
    expect(await service.open(state, secret), 'once more').toBeNull()
    expect(await service.open(state, answer?.secret)).toBeNull()
  })

  test('of a proofing that began at a kiosk leads there', async ({ store }) => {
    const { parts, portal, service } = openProofing(store)
    const session = await sessionIn(parts)
    const { id, secret } = await service.begin(session, { return_to: 'kiosk', view: null })
    const answer = await service.open(portal.authorizeUrl.mock.calls[0]?.[0].state, secret)
    expect(await answer?.take({ code: undefined, error: undefined })).toBe(`/kiosk?request=${id}`)
  })

  test('comes too late after ten minutes', async ({ store }) => {
    const { parts, service, state, secret } = await begun(store)
    parts.clock.advance(10 * MINUTE)
    expect(await service.open(state, secret)).toBeNull()
  })

  test('with a code is exchanged for the right to ask for ten minutes', async ({ store }) => {
    const { parts, portal, answer, id, kept } = await opened(store)
    parts.clock.advance(MINUTE)
    expect(await answer.take({ code: 'code', error: undefined })).toBe(`/proofing?request=${id}`)
    expect(portal.begin.mock.calls).toEqual([[{ code: 'code', ...kept }]])
    const row = await storedProofing(store)
    expect(row).toMatchObject({ status: 'pending', expires_at: parts.now() + 10 * MINUTE })
    expect(await unseal(row.sealed, answer.secret)).toEqual({ ...kept, grant: GRANT })
  })

  test.for([
    ['access_denied', 'declined'],
    ['server_error', 'pending'],
    [undefined, 'pending'],
  ] as const)('without a code and with the error %s leaves it %s', async ([error, status], { store }) => {
    const { portal, answer, id } = await opened(store)
    expect(await answer.take({ code: undefined, error })).toBe(`/proofing?request=${id}`)
    const row = await storedProofing(store)
    expect([row.status, row.sealed === '']).toEqual([status, status === 'declined'])
    expect(portal.begin).not.toHaveBeenCalled()
  })

  test.for([
    ['has expired at the portal', new PortalExpired('late'), 'expired'],
    ['cannot be exchanged now', new PortalUnavailable('gone'), 'pending'],
  ] as const)('whose code %s leads to its page all the same', async ([, failure, status], { store }) => {
    const { portal, answer, id } = await opened(store)
    portal.begin.mockImplementation(failing(failure))
    expect(await answer.take({ code: 'code', error: undefined })).toBe(`/proofing?request=${id}`)
    expect((await storedProofing(store)).status).toBe(status)
  })

  test('does not hide a fault of ours', async ({ store }) => {
    const { portal, answer } = await opened(store)
    portal.begin.mockImplementation(failing(new Error('other')))
    await expect(answer.take({ code: 'code', error: undefined })).rejects.toThrow('other')
  })
})
