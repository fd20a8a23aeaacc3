import { describe, expect } from 'vitest'
import { PortalExpired, PortalMismatch, PortalUnavailable } from '../../api/portal/portal.ts'
import { seal, unseal } from '../../api/portal/sealed.ts'
import { NumbersOfTwoPeople, SourceUnavailable } from '../../api/portal/sources/source.ts'
import type { Store } from '../../api/store/store.ts'
import { sessionIn } from '../support/bare-person.ts'
import {
  ANSWER,
  BEGUN,
  EARLIER,
  failing,
  GRANT,
  openProofing,
  RESULT,
  SECRET,
  storedProofing,
  waitingProofing,
} from '../support/bare-proofing.ts'
import { test } from '../support/bare-store.ts'
import { MINUTE, SECOND } from '../support/clock.ts'
import { namedById5 } from '../support/named.ts'
import { rowsOf } from '../support/rows.ts'

const sessionRow = async (store: Store) => (await rowsOf(store, 'session'))[0]

describe('how a proofing stands', () => {
  test('is told to its own session alone, until its end', async ({ store }) => {
    const { parts, service, session, standing } = await waitingProofing(store, { status: 'declined' })
    const refused = { code: 'not-found' }
    const other = await sessionIn(parts, { id: 'other' })
    await expect(service.standing(other, 'f', SECRET)).rejects.toMatchObject(refused)
    await expect(service.standing(session, 'another', SECRET)).rejects.toMatchObject(refused)
    expect(await standing()).toEqual({ standing: 'declined' })
    parts.clock.advance(MINUTE)
    await expect(standing()).rejects.toMatchObject(refused)
  })

  test.for([
    ['started', 'pending'],
    ['declined', 'declined'],
    ['expired', 'expired'],
    ['mismatch', 'mismatch'],
    ['wrong-link', 'wrong-link'],
    ['ready', 'ready'],
  ] as const)('where its row says %s: %s, and the portal is not asked', async ([status, said], { store }) => {
    const { portal, standing } = await waitingProofing(store, { status })
    expect(await standing('any secret')).toEqual({ standing: said })
    expect(portal.result).not.toHaveBeenCalled()
  })

  test('needs the secret of the browser', async ({ store }) => {
    const { service, session } = await waitingProofing(store)
    for (const secret of ['another', '', undefined])
      await expect(service.standing(session, 'f', secret)).rejects.toMatchObject({ code: 'not-found' })
  })

  test('is unavailable without a grant', async ({ store }) => {
    const { portal, standing } = await waitingProofing(store, { sealed: await seal(BEGUN, SECRET) })
    expect(await standing()).toEqual({ standing: 'unavailable' })
    expect(portal.result).not.toHaveBeenCalled()
  })

  test('is pending while the portal has no result', async ({ store }) => {
    const { portal, standing, session } = await waitingProofing(store)
    portal.result.mockResolvedValue(null)
    expect(await standing()).toEqual({ standing: 'pending' })
    expect(portal.result.mock.calls).toEqual([[GRANT]])
    expect([(await storedProofing(store)).status, await sessionRow(store)]).toEqual(['pending', session])
  })

  test('becomes ready with the result: the session is that of a proofed person', async ({ store }) => {
    const { parts, person, standing, session, subject } = await waitingProofing(store)
    parts.clock.advance(SECOND)
    const { standing: said, renewed } = await standing()
    const row = await sessionRow(store)
    expect(row).toEqual({
      ...session,
      subject,
      proofed_at: parts.now(),
      last_seen_at: parts.now(),
      secret_hash: expect.any(String),
    })
    expect(row?.secret_hash).not.toBe(session.secret_hash)
    expect([said, renewed]).toEqual(['ready', { session: row, secret: expect.any(String) }])
    const after = await storedProofing(store)
    expect(after).toMatchObject({ status: 'ready', expires_at: parts.now() + 10 * MINUTE })
    expect(await unseal(after.sealed, SECRET)).toMatchObject({ grant: GRANT })
    const current = { insurer_number: '1', symbol: 's1', number: 'n1', branch: '01' }
    expect(person.mock.calls).toEqual([[[current, EARLIER]]])
  })

  test.for([
    ['insurer', { insurer_number: null }],
    ['number', { number: null }],
  ] as const)(
    'asks about earlier numbers alone where the present %s is absent',
    async ([, no], { store }) => {
      const { portal, person, standing } = await waitingProofing(store)
      portal.result.mockResolvedValue({ ...ANSWER, result: { ...RESULT, ...no } })
      await standing()
      expect(person.mock.calls).toEqual([[[EARLIER]]])
    },
  )

  test('is ready without a person where nobody is known', async ({ store }) => {
    const { person, standing } = await waitingProofing(store)
    person.mockResolvedValue(null)
    expect(await standing()).toMatchObject({ standing: 'ready' })
    expect(await sessionRow(store)).toMatchObject({ subject: null, proofed_at: null })
  })

  test('is a mismatch where somebody else is signed in', async ({ store }) => {
    const { standing, session } = await waitingProofing(store, {}, { signedIn: 'somebody else' })
    expect(await standing()).toEqual({ standing: 'mismatch' })
    expect(await storedProofing(store)).toMatchObject({ status: 'mismatch', sealed: '' })
    expect(await sessionRow(store)).toEqual(session)
  })

  test('is ready for the person who is signed in', async ({ store }) => {
    const { subject } = openProofing(store)
    const { parts, standing } = await waitingProofing(store, {}, { signedIn: subject })
    expect(await standing()).toMatchObject({ standing: 'ready' })
    expect(await sessionRow(store)).toMatchObject({ subject, proofed_at: parts.now(), patient_id: 'p' })
  })

  test('is told as ready to one of several requests', async ({ store }) => {
    const { service, session, standing } = await waitingProofing(store)
    const answers = await Promise.all([standing(), standing()])
    expect(answers.map((answer) => answer.standing).sort()).toEqual(['pending', 'ready'])
    expect(answers.filter(({ renewed }) => renewed !== undefined)).toHaveLength(1)
    const current = (await sessionRow(store)) ?? session
    expect(await service.standing(current, 'f', SECRET)).toEqual({ standing: 'ready' })
  })

  test('is pending for a request whose session changed nothing, once another has settled', async ({
    store,
  }) => {
    const { person, session, standing } = await waitingProofing(store)
    person.mockImplementation(async () => {
      await store.transact((tx) => tx.updateTable('proofing').set({ status: 'declined' }).execute())
      return namedById5('id5')
    })
    expect(await standing()).toEqual({ standing: 'pending' })
    expect(await sessionRow(store)).toEqual(session)
  })

  test.for([
    ['has expired', new PortalExpired('late'), 'expired', undefined],
    ['is of another person', new PortalMismatch('not ours'), 'mismatch', { reason: 'not ours' }],
    ['names two people', new NumbersOfTwoPeople('two'), 'wrong-link', { proofing: 'f' }],
  ] as const)('is settled for good where the answer %s', async ([, failure, status, said], { store }) => {
    const { portal, standing, session, warn } = await waitingProofing(store)
    portal.result.mockImplementation(failing(failure))
    expect(await standing()).toEqual({ standing: status })
    expect(await storedProofing(store)).toMatchObject({ status, sealed: '' })
    expect(await sessionRow(store)).toEqual(session)
    expect(warn.mock.calls.map(([first]) => first)).toEqual(said ? [said] : [])
    const audited = (await rowsOf(store, 'audit')).map(({ kind, reference }) => [kind, reference])
    expect(audited).toEqual(status === 'wrong-link' ? [['wrong-link', 'f']] : [])
    expect(await standing('any secret')).toEqual({ standing: status })
  })

  test('is pending, and not audited, where another request has settled it meanwhile', async ({ store }) => {
    const { person, standing } = await waitingProofing(store)
    person.mockImplementation(async () => {
      await store.transact((tx) => tx.updateTable('proofing').set({ status: 'ready' }).execute())
      throw new NumbersOfTwoPeople('two')
    })
    expect(await standing()).toEqual({ standing: 'pending' })
    expect(await storedProofing(store)).toMatchObject({ status: 'ready', sealed: expect.stringMatching(/./) })
    expect(await rowsOf(store, 'audit')).toEqual([])
  })

  test.for([
    ['the portal', new PortalUnavailable('gone')],
    ['the resolver', new SourceUnavailable('gone')],
  ] as const)('is unavailable while %s is', async ([, failure], { store }) => {
    const { person, standing } = await waitingProofing(store)
    person.mockImplementation(failing(failure))
    expect(await standing()).toEqual({ standing: 'unavailable' })
    expect(await storedProofing(store)).toMatchObject({ status: 'pending' })
  })

  test('does not hide a fault of ours, nor that the session has ended', async ({ store }) => {
    const { parts, portal, standing } = await waitingProofing(store)
    portal.result.mockImplementationOnce(failing(new Error('other')))
    await expect(standing()).rejects.toThrow('other')
    await store.transact((tx) => tx.updateTable('session').set({ expires_at: parts.now() }).execute())
    await expect(standing()).rejects.toMatchObject({ code: 'not-signed-in' })
    expect(await storedProofing(store)).toMatchObject({ status: 'pending' })
  })
})
