import { describe, expect, vi } from 'vitest'
import { createSignIn } from '../../api/services/sign-in.ts'
import type { ChallengePurpose, SessionRow } from '../../api/store/people/rows.ts'
import type { Store } from '../../api/store/store.ts'
import type { Authenticator, Flaw } from '../../mocks/person/authenticator.ts'
import { createPasskey, sessionIn, signedIn } from '../support/bare-person.ts'
import { createParts, kiosk } from '../support/bare-services.ts'
import { test } from '../support/bare-store.ts'
import { HOUR, SECOND } from '../support/clock.ts'
import { put, rowsOf } from '../support/rows.ts'

/** A person, and a session in which nobody is known yet. */
async function open(store: Store) {
  const staff = createPasskey({ userHandle: 'c3RhZmY' })
  const desk = kiosk('desk', {
    staff: [{ id: staff.row.id, name: 'nurse', public_key: staff.row.public_key }],
  })
  const parts = createParts(store, { kiosks: [desk] })
  const person = await signedIn(parts)
  const session = await sessionIn(parts)
  const chargeSignIn = vi.fn()
  const info = vi.spyOn(parts.log, 'info')
  /** What happens between the verification of an assertion and its effect. */
  const meanwhile = vi.fn(async () => {})
  const gain: typeof parts.rights.gain = async (...of) => {
    await meanwhile()
    return parts.rights.gain(...of)
  }
  const rights = { ...parts.rights, gain }
  const service = createSignIn({ ...parts, rights, limits: { chargeSignIn } })
  const answer = async (
    purpose: Exclude<ChallengePurpose, 'return'>,
    by: Authenticator,
    flaw: Flaw = {},
    of: SessionRow = session,
  ) => by.get(await parts.challenges.ask(of, purpose), flaw)
  return { parts, person, session, staff, desk, chargeSignIn, info, meanwhile, service, answer }
}
type Opened = Awaited<ReturnType<typeof open>>
const signIn = ({ service, session, answer }: Opened, by: Opened['person'], flaw?: Flaw) =>
  answer('sign-in', by.authenticator, flaw).then((response) => service.patient(session, response))

const sessionRow = async (store: Store) =>
  (await rowsOf(store, 'session')).find(({ id }) => id === 'session') ?? expect.fail('no session')

describe('a person signs in', () => {
  test('with a passkey: the session becomes theirs, under another secret', async ({ store }) => {
    const all = await open(store)
    const { parts, person, session, chargeSignIn } = all
    parts.clock.advance(SECOND)
    const at = parts.now()
    const renewed = await signIn(all, person)
    const row = await sessionRow(store)
    expect(row).toEqual({
      ...session,
      secret_hash: expect.stringMatching(/^[\w-]{43}$/),
      patient_id: 'p',
      passkey_id: person.passkey.id,
      subject: 'subject of p',
      asserted_at: at,
      last_seen_at: at,
      expires_at: at + HOUR,
    })
    expect(renewed).toEqual({ session: row, secret: expect.stringMatching(/^[\w-]{43}$/) })
    expect(chargeSignIn.mock.calls).toEqual([['subject of p']])
    expect(await rowsOf(store, 'passkey')).toMatchObject([{ last_used_at: at }])
    expect(await rowsOf(store, 'audit')).toMatchObject([{ kind: 'sign-in', reference: 'session' }])
    expect(await rowsOf(store, 'challenge')).toEqual([])
  })

  test('is audited when the counter of a passkey went back', async ({ store }) => {
    const all = await open(store)
    await store.transact((tx) => tx.updateTable('passkey').set({ counter: 9 }).execute())
    await signIn(all, all.person, { signCount: 5 })
    expect(await rowsOf(store, 'audit')).toMatchObject([
      { kind: 'sign-in' },
      { kind: 'counter-back', reference: all.person.passkey.id },
    ])
  })

  test.for([
    ['a passkey that nobody has', { id: 'bm9ib2R5', rawId: 'bm9ib2R5' }, 'unknown credential'],
    ['a signature that does not verify', { badSignature: true }, 'signature does not verify'],
    ['no user handle', { userHandle: null }, 'no user handle'],
    ['an empty user handle', { userHandle: '' }, 'user handle of another account'],
    ['the user handle of another account', { userHandle: 'b3RoZXI' }, 'user handle of another account'],
  ] as const)('not with %s', async ([, flaw, message], { store }) => {
    const all = await open(store)
    await expect(signIn(all, all.person, flaw)).rejects.toMatchObject({ code: 'passkey-rejected', message })
    expect(await sessionRow(store)).toEqual(all.session)
    expect(all.chargeSignIn).not.toHaveBeenCalled()
    expect(await rowsOf(store, 'challenge'), 'the challenge is used up').toEqual([])
  })

  test('not with the challenge of another purpose', async ({ store }) => {
    const { person, session, service, answer } = await open(store)
    const response = await answer('staff', person.authenticator)
    await expect(service.patient(session, response)).rejects.toMatchObject({ code: 'challenge-expired' })
  })

  test('not where the limit of sign-ins is reached', async ({ store }) => {
    const all = await open(store)
    all.chargeSignIn.mockImplementation(() => {
      throw new Error('limit')
    })
    await expect(signIn(all, all.person)).rejects.toThrow('limit')
    expect(await sessionRow(store)).toEqual(all.session)
  })

  test('not with a passkey that was replaced between its verification and its effect', async ({ store }) => {
    const all = await open(store)
    all.meanwhile.mockImplementation(async () => {
      await store.transact((tx) => tx.updateTable('passkey').set({ public_key: 'another' }).execute())
    })
    await expect(signIn(all, all.person)).rejects.toMatchObject({ code: 'passkey-rejected' })
    expect(await sessionRow(store)).toEqual(all.session)
    expect(await rowsOf(store, 'audit')).toEqual([])
  })

  test('and hears that the passkey was removed only where it signs', async ({ store }) => {
    const all = await open(store)
    const { passkey } = all.person
    const removed_at = Date.parse('2026-11-29T00:00:00.000Z')
    const { id, public_key, transports, backup_eligible } = passkey
    await store.transact((tx) => tx.deleteFrom('passkey').execute())
    await put(store, {
      removed_passkey: [{ id, patient_id: 'p', removed_at, public_key, transports, backup_eligible }],
    })
    await expect(signIn(all, all.person)).rejects.toMatchObject({
      code: 'passkey-removed',
      removed_at: '2026-11-29T00:00:00.000Z',
    })
    for (const flaw of [{ badSignature: true }, { userHandle: null }, { userHandle: '' }] as const)
      await expect(signIn(all, all.person, flaw)).rejects.toMatchObject({
        code: 'passkey-rejected',
        removed_at: undefined,
      })
    expect(await sessionRow(store)).toEqual(all.session)
  })
})

describe('staff sign in', () => {
  test('with a key of the registry: the session becomes theirs for ten hours', async ({ store }) => {
    const { parts, session, staff, desk, info, service, answer } = await open(store)
    const roams = { attachment: 'cross-platform', userHandle: 'whatever' } as const
    const response = await answer('staff', staff.authenticator, { ...roams, backupEligible: false })
    const answered = await service.staff(session, response)
    const row = await sessionRow(store)
    expect(row).toEqual({
      ...session,
      secret_hash: expect.stringMatching(/^[\w-]{43}$/),
      staff_key: staff.row.id,
      expires_at: parts.now() + 10 * HOUR,
    })
    expect(row.secret_hash).not.toBe(session.secret_hash)
    expect(answered).toEqual({
      staff: desk.staff[0],
      renewed: { session: row, secret: expect.stringMatching(/^[\w-]{43}$/) },
    })
    expect(info.mock.calls).toEqual([[{ staff_key: staff.row.id }, 'staff signed in']])
  })

  test.for([
    ['the key of a patient', 'p', {}, 'passkey-rejected', 'not a key of staff'],
    ['a bad signature', 's', { badSignature: true }, 'passkey-rejected', 'signature does not verify'],
    [
      'a key that may be copied',
      's',
      { backupEligible: true },
      'passkey-rejected',
      'backup eligibility changed',
    ],
    [
      'a key of the device',
      's',
      { attachment: 'platform' },
      'platform-passkey-refused',
      'platform authenticator on a shared device',
    ],
  ] as const)('not with %s', async ([, who, flaw, code, message], { store }) => {
    const { person, session, staff, info, service, answer } = await open(store)
    const by = who === 'p' ? person.authenticator : staff.authenticator
    const right = { attachment: 'cross-platform', backupEligible: false } as const
    const response = await answer('staff', by, { ...right, ...flaw })
    await expect(service.staff(session, response)).rejects.toMatchObject({ code, message })
    expect(await sessionRow(store)).toEqual(session)
    expect(info).not.toHaveBeenCalled()
  })

  test('not with the challenge of another purpose', async ({ store }) => {
    const { session, staff, service, answer } = await open(store)
    const response = await answer('sign-in', staff.authenticator)
    await expect(service.staff(session, response)).rejects.toMatchObject({ code: 'challenge-expired' })
  })

  test.for([
    ['was taken out', []],
    ['has another public key', [{ name: 'nurse', public_key: 'another' }]],
  ] as const)('not with a key that %s meanwhile', async ([, left], { store }) => {
    const { session, staff, desk, meanwhile, info, service, answer } = await open(store)
    const roams = { attachment: 'cross-platform', backupEligible: false } as const
    const response = await answer('staff', staff.authenticator, roams)
    meanwhile.mockImplementation(async () => {
      desk.staff = left.map((one) => ({ ...one, id: staff.row.id }))
    })
    await expect(service.staff(session, response)).rejects.toMatchObject({
      code: 'passkey-rejected',
      message: 'the key was taken out meanwhile',
    })
    expect(await sessionRow(store)).toEqual(session)
    expect(info).not.toHaveBeenCalled()
  })
})
