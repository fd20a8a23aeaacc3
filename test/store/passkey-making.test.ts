import { describe, expect } from 'vitest'
import { createPasskeyRegistration } from '../../api/services/passkey-registration.ts'
import type { PasskeyRow, SessionRow } from '../../api/store/people/rows.ts'
import type { Store } from '../../api/store/store.ts'
import { createAuthenticator, type Flaw } from '../../mocks/person/authenticator.ts'
import { sessionIn, signedIn } from '../support/bare-person.ts'
import { createParts, ORIGIN } from '../support/bare-services.ts'
import { test } from '../support/bare-store.ts'
import { HOUR, MINUTE } from '../support/clock.ts'
import { put, rowsOf } from '../support/rows.ts'

const ROW = { patient_id: 'p' }
/** Id of a credential, of 16 bytes. */
const TAKEN = `${'A'.repeat(21)}Q`
/** Passkeys `0`, `1` … of the person, each used later than the one before. */
const many = (count: number): Partial<PasskeyRow>[] =>
  Array.from({ length: count }, (_, i) => ({ ...ROW, id: `${i}`, last_used_at: i + 1 }))

function open(store: Store) {
  const parts = createParts(store)
  const service = createPasskeyRegistration(parts)
  const authenticator = createAuthenticator({ origin: ORIGIN })
  /** A session in which person `subject of p` was just proofed. */
  const proofed = (change: Partial<SessionRow> = {}) =>
    sessionIn(parts, { subject: 'subject of p', proofed_at: parts.now(), ...change })
  return {
    parts,
    service,
    authenticator,
    proofed,
    /** The account of the person, signed in and asserted just now. */
    member: (change: Partial<SessionRow> = {}) =>
      signedIn(parts, 'p', { asserted_at: parts.now(), ...(change as { device?: 'shared' }) }),
    async make(
      session: SessionRow,
      { recover = false, flaw = {}, by = authenticator, meanwhile }: Making = {},
    ) {
      const options = await service.options(session, recover)
      await meanwhile?.()
      return service.register(session, by.create(options, flaw))
    },
  }
}
type Making = {
  recover?: boolean
  flaw?: Flaw
  by?: ReturnType<typeof createAuthenticator>
  meanwhile?: () => Promise<unknown>
}

const passkey = async (store: Store, id: string) =>
  (await rowsOf(store, 'passkey')).find((row) => row.id === id) ?? expect.fail(`no passkey ${id}`)

describe('options for a passkey', () => {
  test('need a proofing of the last ten minutes', async ({ store }) => {
    const { parts, service, proofed } = open(store)
    const refused = { code: 'proofing-required' }
    const nobody = await sessionIn(parts, { id: 'nobody' })
    await expect(service.options(nobody, false)).rejects.toMatchObject(refused)
    const session = await proofed()
    parts.clock.advance(10 * MINUTE)
    expect(await service.options(session, false)).toMatchObject({ attestation: 'none' })
    parts.clock.advance(1)
    await expect(service.options(session, false)).rejects.toMatchObject(refused)
  })

  test('need an assertion of the last five minutes from who is signed in', async ({ store }) => {
    const { parts, service, member } = open(store)
    const { session } = await member()
    parts.clock.advance(5 * MINUTE)
    expect(await service.options(session, false)).toMatchObject({ attestation: 'none' })
    parts.clock.advance(1)
    const refused = { code: 'assertion-required' }
    await expect(service.options(session, false)).rejects.toMatchObject(refused)
    const proofed = { ...session, proofed_at: parts.now() }
    await expect(service.options(proofed, false)).rejects.toMatchObject(refused)
  })

  test('ask for a discoverable passkey with user verification, for a new account', async ({ store }) => {
    const { parts, service, proofed } = open(store)
    parts.clock.set(Date.parse('2026-11-28T15:00:00Z') - parts.now())
    const options = await service.options(await proofed(), false)
    const [challenge] = await rowsOf(store, 'challenge')
    const handle = expect.stringMatching(/^[\w-]{43}$/)
    expect(JSON.parse(challenge?.payload ?? '')).toEqual({
      subject: 'subject of p',
      user_handle: handle,
      recover: false,
    })
    expect(challenge).toMatchObject({ purpose: 'register', expires_at: parts.now() + 5 * MINUTE })
    expect(options).toEqual({
      rp: { id: 'erabu.example', name: 'えらぶ Erabu' },
      user: {
        id: JSON.parse(challenge?.payload ?? '').user_handle,
        name: 'えらぶ 2026-11-29',
        displayName: expect.any(String),
      },
      challenge: challenge?.challenge,
      pubKeyCredParams: [-7, -8, -257].map((alg) => ({ alg, type: 'public-key' })),
      timeout: 5 * MINUTE,
      attestation: 'none',
      excludeCredentials: [],
      authenticatorSelection: {
        residentKey: 'required',
        requireResidentKey: true,
        userVerification: 'required',
      },
      extensions: { credProps: true },
      hints: [],
    })
  })

  test('exclude the passkeys of the account, and name it by its first day', async ({ store }) => {
    const { parts, service, member } = open(store)
    const { session, passkey: own } = await member()
    await put(store, {
      passkey: [
        { ...ROW, id: 'c2Vjb25k', transports: '["usb","nfc"]', created_at: 1 },
        { id: 'b3RoZXI', patient_id: (await signedIn(parts, 'other')).id },
      ],
    })
    const options = await service.options(session, false)
    expect(options.excludeCredentials).toEqual([
      { id: own.id, transports: ['internal'], type: 'public-key' },
      { id: 'c2Vjb25k', transports: ['usb', 'nfc'], type: 'public-key' },
    ])
    expect(options.user).toMatchObject({ id: 'cA', name: 'えらぶ 1970-01-01' })
  })

  test('on a shared device ask for a key that was brought along', async ({ store }) => {
    const { service, proofed } = open(store)
    const options = await service.options(await proofed({ device: 'shared' }), false)
    expect(options.authenticatorSelection).toMatchObject({ authenticatorAttachment: 'cross-platform' })
  })

  test('are refused to who has an account and has not signed in, unless they recover', async ({ store }) => {
    const { service, member, proofed } = open(store)
    const { passkey: own } = await member()
    const session = await proofed()
    await expect(service.options(session, false)).rejects.toMatchObject({ code: 'account-exists' })
    const options = await service.options(session, true)
    expect(options.excludeCredentials).toMatchObject([{ id: own.id }])
    const [challenge] = await rowsOf(store, 'challenge')
    expect(JSON.parse(challenge?.payload ?? '')).toEqual({
      subject: 'subject of p',
      user_handle: 'cA',
      recover: true,
    })
  })

  test('are refused at twenty passkeys, unless the person recovers', async ({ store }) => {
    const { service, member } = open(store)
    const { session } = await member()
    await put(store, { passkey: many(18) })
    expect((await service.options(session, false)).excludeCredentials).toHaveLength(19)
    await put(store, { passkey: [{ ...ROW, id: 'last' }] })
    await expect(service.options(session, false)).rejects.toMatchObject({ code: 'too-many-passkeys' })
    expect((await service.options(session, true)).excludeCredentials).toHaveLength(20)
  })
})

describe('a first passkey', () => {
  test('makes the account, and signs in', async ({ store }) => {
    const { parts, make, proofed } = open(store)
    const session = await proofed()
    const at = parts.now()
    const { passkey: made, renewed } = await make(session, { flaw: { signCount: 7 } })
    expect(made).toEqual({ id: expect.any(String), created_at: at })
    const [patient, ...others] = await rowsOf(store, 'patient')
    expect([patient, others]).toEqual([
      {
        id: expect.any(String),
        subject: 'subject of p',
        user_handle: expect.stringMatching(/^[\w-]{43}$/),
        created_at: at,
        under_age: 0,
      },
      [],
    ])
    expect(await rowsOf(store, 'passkey')).toEqual([
      {
        id: made.id,
        patient_id: patient?.id,
        public_key: expect.any(String),
        counter: 7,
        transports: '["internal"]',
        backup_eligible: 1,
        backed_up: 1,
        aaguid: '00000000-0000-0000-0000-000000000000',
        created_at: at,
        last_used_at: at,
        name: null,
        unannounced: 0,
        known_until: at,
      },
    ])
    const [row] = await rowsOf(store, 'session')
    expect(row).toEqual({
      ...session,
      secret_hash: expect.any(String),
      patient_id: patient?.id,
      passkey_id: made.id,
      expires_at: at + HOUR,
      last_seen_at: at,
    })
    expect(row?.secret_hash).not.toBe(session.secret_hash)
    expect(renewed).toEqual({ session: row, secret: expect.any(String) })
    expect(await rowsOf(store, 'audit')).toMatchObject([
      { kind: 'passkey-added', reference: made.id },
      { kind: 'sign-in', reference: session.id },
    ])
  })

  test('that cannot be copied says so', async ({ store }) => {
    const { make, proofed } = open(store)
    const by = createAuthenticator({ origin: ORIGIN, backupEligible: false })
    const { passkey: made } = await make(await proofed(), { by })
    expect(await passkey(store, made.id)).toMatchObject({ backup_eligible: 0, backed_up: 0 })
  })

  test('is refused where somebody made the account meanwhile', async ({ store }) => {
    const { parts, make, proofed } = open(store)
    const session = await proofed()
    const meanwhile = () => signedIn(parts, 'p')
    await expect(make(session, { meanwhile })).rejects.toMatchObject({ code: 'account-exists' })
    expect(await rowsOf(store, 'passkey')).toHaveLength(1)
  })

  test('of a recovery is refused where the account was made meanwhile', async ({ store }) => {
    const { parts, make, proofed } = open(store)
    const session = await proofed()
    const meanwhile = () => signedIn(parts, 'p')
    await expect(make(session, { recover: true, meanwhile })).rejects.toMatchObject({
      code: 'challenge-expired',
    })
    expect(await rowsOf(store, 'passkey')).toHaveLength(1)
  })

  test('is refused to a session in which somebody else was proofed meanwhile', async ({ store }) => {
    const { make, proofed } = open(store)
    const session = await proofed()
    const meanwhile = () =>
      store.transact((tx) => tx.updateTable('session').set({ subject: 'another' }).execute())
    await expect(make(session, { meanwhile })).rejects.toMatchObject({ code: 'proofing-required' })
    expect([await rowsOf(store, 'patient'), await rowsOf(store, 'passkey')]).toEqual([[], []])
  })

  test('is refused where the registration does not verify, or has no challenge', async ({ store }) => {
    const { service, authenticator, make, proofed } = open(store)
    const session = await proofed()
    await expect(make(session, { flaw: { userVerified: false } })).rejects.toMatchObject({
      code: 'passkey-rejected',
    })
    await expect(make(session, { flaw: { extensions: { credProps: { rk: false } } } })).rejects.toMatchObject(
      {
        code: 'undiscoverable-passkey',
      },
    )
    const response = authenticator.create(await service.options(session, false))
    await store.transact((tx) => tx.deleteFrom('challenge').execute())
    await expect(service.register(session, response)).rejects.toMatchObject({ code: 'challenge-expired' })
    expect(await rowsOf(store, 'patient')).toEqual([])
  })
})

describe('a further passkey', () => {
  test('joins the account of who is signed in, whose session stays that of the first', async ({ store }) => {
    const { parts, make, member } = open(store)
    const { session, passkey: own } = await member()
    await sessionIn(parts, { id: 'elsewhere', patient_id: 'p', passkey_id: own.id })
    const at = parts.now()
    const { passkey: made, renewed } = await make(session)
    expect(await passkey(store, made.id)).toMatchObject({ patient_id: 'p', unannounced: 0, known_until: at })
    expect(await rowsOf(store, 'patient')).toHaveLength(1)
    expect(renewed.session).toMatchObject({ passkey_id: own.id, asserted_at: at, patient_id: 'p' })
    expect((await rowsOf(store, 'session')).map(({ id }) => id).sort()).toEqual(['elsewhere', session.id])
    expect(await rowsOf(store, 'audit')).toMatchObject([
      { kind: 'passkey-added', reference: made.id },
      { kind: 'sign-in', reference: session.id },
    ])
  })

  test('knows what the one knows that adds it, and is news if that one is', async ({ store }) => {
    const { make, member } = open(store)
    const { session } = await member()
    await store.transact((tx) => tx.updateTable('passkey').set({ unannounced: 1 }).execute())
    await put(store, { removed_passkey: [{ ...ROW, id: 'gone', removed_at: 100 }] })
    const { passkey: made } = await make(session)
    expect(await passkey(store, made.id)).toMatchObject({ unannounced: 1, known_until: 99 })
  })

  test('is refused at twenty, also where the others were made meanwhile', async ({ store }) => {
    const { make, member } = open(store)
    const { session } = await member()
    await put(store, { passkey: many(18) })
    const meanwhile = () => put(store, { passkey: [{ ...ROW, id: 'last' }] })
    await expect(make(session, { meanwhile })).rejects.toMatchObject({ code: 'too-many-passkeys' })
    await store.transact((tx) => tx.deleteFrom('passkey').where('id', '=', 'last').execute())
    await make(session)
    expect(await rowsOf(store, 'passkey'), 'the twentieth').toHaveLength(20)
  })

  test('is refused once the passkey that signed in was removed', async ({ store }) => {
    const { make, member } = open(store)
    const { session } = await member()
    await put(store, { passkey: [{ ...ROW, id: 'second' }] })
    const meanwhile = () =>
      store.transact((tx) => tx.deleteFrom('passkey').where('id', '!=', 'second').execute())
    await expect(make(session, { meanwhile })).rejects.toMatchObject({ code: 'not-signed-in' })
    expect(await rowsOf(store, 'passkey')).toHaveLength(1)
  })

  test.for([
    ['was removed before', { removed_passkey: [{ ...ROW, id: TAKEN }] }],
    ['is taken', { passkey: [{ ...ROW, id: TAKEN }] }],
  ] as const)('is refused with an id that %s', async ([, rows], { store }) => {
    const { make, member } = open(store)
    const { session } = await member()
    const meanwhile = () => put(store, rows as unknown as Parameters<typeof put>[1])
    await expect(make(session, { flaw: { credentialId: TAKEN }, meanwhile })).rejects.toMatchObject({
      code: 'passkey-rejected',
      message: 'id is taken',
    })
    expect(await rowsOf(store, 'audit')).toEqual([])
  })
})

describe('recovery', () => {
  test('adds a passkey that is news, ends other sessions, and is audited as such', async ({ store }) => {
    const { parts, make, member, proofed } = open(store)
    const { passkey: own } = await member()
    const other = await signedIn(parts, 'other')
    const session = await proofed()
    const { passkey: made, renewed } = await make(session, { recover: true })
    expect(await passkey(store, made.id)).toMatchObject({ patient_id: 'p', unannounced: 1, known_until: 0 })
    expect(await passkey(store, own.id)).toMatchObject({ patient_id: 'p', unannounced: 0 })
    expect((await rowsOf(store, 'session')).map(({ id }) => id).sort()).toEqual(
      [other.session.id, session.id].sort(),
    )
    expect(renewed.session).toMatchObject({ patient_id: 'p', passkey_id: made.id, asserted_at: null })
    expect(await rowsOf(store, 'audit')).toMatchObject([
      { kind: 'recovery', reference: made.id },
      { kind: 'sign-in', reference: session.id },
    ])
    expect(await rowsOf(store, 'removed_passkey')).toEqual([])
  })

  test.for([
    ['nothing below twenty', 19, []],
    ['the least recently used of twenty', 20, ['0']],
    ['as many as are above the limit', 22, ['0', '1', '2']],
  ] as const)('makes room: %s', async ([, count, gone], { store }) => {
    const { parts, make, proofed } = open(store)
    await put(store, {
      patient: [{ subject: 'subject of p' }],
      // The store has them in another order than that of their use.
      passkey: many(count).reverse(),
    })
    const { passkey: made } = await make(await proofed(), { recover: true })
    const removed = await rowsOf(store, 'removed_passkey')
    expect(removed.map(({ id }) => id).sort()).toEqual(gone)
    for (const row of removed) expect(row).toMatchObject({ removed_by: made.id, removed_at: parts.now() })
    const audited = (await rowsOf(store, 'audit')).filter(({ kind }) => kind === 'passkey-removed')
    expect(audited.map(({ reference }) => reference).sort()).toEqual(gone)
    const left = (await rowsOf(store, 'passkey')).map(({ id }) => id)
    expect([left.length, left.includes(made.id)]).toEqual([count + 1 - gone.length, true])
  })

  test('spares the passkey that signed in', async ({ store }) => {
    const { make, member } = open(store)
    const { session, passkey: own } = await member()
    // Made last, and used longest ago.
    await store.transact((tx) => tx.updateTable('passkey').set({ created_at: 9 }).execute())
    await put(store, { passkey: many(19) })
    await make(session, { recover: true })
    expect((await rowsOf(store, 'removed_passkey')).map(({ id }) => id)).toEqual(['0'])
    expect(await passkey(store, own.id)).toMatchObject({ patient_id: 'p' })
  })
})
