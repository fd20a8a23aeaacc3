import { decodeJwt, decodeProtectedHeader } from 'jose'
import { describe, expect } from 'vitest'
import { asSelf } from '../../api/auth/session-rights.ts'
import { decisionDigest } from '../../api/domain/audit.ts'
import { jcs } from '../../api/domain/decision.ts'
import { createDecisions } from '../../api/services/decisions.ts'
import type { Store } from '../../api/store/store.ts'
import { createPasskey, signedIn } from '../support/bare-person.ts'
import { catalogue, createParts, database, kiosk, ORIGIN } from '../support/bare-services.ts'
import { test } from '../support/bare-store.ts'
import { MINUTE, SECOND } from '../support/clock.ts'
import { put, type Rows, rowsOf } from '../support/rows.ts'
import { createSeam } from '../support/seam.ts'

const KEY = 'a key of the client'

/** A person, and what takes their decisions. */
async function open(store: Store, ...[change, of]: [object?, Parameters<typeof createParts>[1]?]) {
  const parts = createParts(store, of)
  const person = await signedIn(parts, 'p', change)
  const service = createDecisions(parts)
  return { parts, person, service }
}

/** Linkages of the person, each with a token of the same name. */
const linkages = (
  ...some: {
    id: string
    database_id?: string
    purpose?: 'research' | 'industry'
    state?: 'usable' | 'revoked'
  }[]
): Rows => ({
  linkage: some.map(({ id, database_id = 'a', purpose = 'research' }) => ({
    id,
    subject: 'subject of p',
    database_id,
    purpose,
  })),
  token: some.map(({ id, database_id = 'a', purpose = 'research', state = 'usable' }, idx) => ({
    token: id,
    linkage_id: id,
    database_id,
    purpose,
    state,
    listed: state,
    idx,
  })),
  status_list: [
    ...new Map(
      some.map(({ database_id = 'a', purpose = 'research' }) => [
        `${database_id} ${purpose}`,
        { database_id, purpose },
      ]),
    ).values(),
  ],
})

const statesOf = async (store: Store) =>
  Object.fromEntries((await rowsOf(store, 'token')).map(({ token, state }) => [token, state]))

describe('a decision that is taken', () => {
  test('is stored with what was signed, its receipt, and an entry in the audit trail', async ({ store }) => {
    const { parts, person, service } = await open(store)
    const body = await person.signed('stop', { database: 'b', purpose: 'research' })
    parts.clock.advance(MINUTE)
    const row = await service.decide(asSelf(person.session), KEY, body)
    const { clientDataJSON, authenticatorData, signature } = body.response.response
    const evidence = {
      decision: body.decision,
      nonce: 'N'.repeat(43),
      credential_id: person.passkey.id,
      public_key: person.passkey.public_key,
      client_data_json: clientDataJSON,
      authenticator_data: authenticatorData,
      signature,
    }
    expect(row).toEqual({
      id: body.decision.id,
      subject: 'subject of p',
      ordinal: 1,
      choice: 'stop',
      scope_database: 'b',
      scope_purpose: 'research',
      scope_databases: null,
      text: body.decision.text,
      locale: 'ja',
      device: 'personal',
      recorded_at: parts.now(),
      evidence: jcs(evidence),
      receipt_number: expect.stringMatching(/^R(-[0-9A-Z]{4}){3}$/),
      receipt: expect.any(String),
      acting: null,
      acting_patient: null,
      desk: null,
    })
    expect(await rowsOf(store, 'decision')).toEqual([row])
    expect(decodeProtectedHeader(row.receipt)).toMatchObject({ typ: 'receipt+jwt' })
    expect(decodeJwt(row.receipt)).toEqual({
      iss: ORIGIN,
      iat: Math.floor(parts.now() / 1000),
      jti: row.receipt_number,
      choice: 'stop',
      scope: { database: 'b', purpose: 'research' },
      databases: ['b'],
      text: body.decision.text,
      assertion: expect.stringMatching(/^[\w-]{43}$/),
    })
    const entry = { at: parts.now(), kind: 'decision', reference: row.id, digest: decisionDigest(row) }
    expect(await rowsOf(store, 'audit')).toMatchObject([entry])
    expect(await rowsOf(store, 'audit')).toHaveLength(1)
  })

  test('notes that its passkey and its session were used', async ({ store }) => {
    const { parts, person, service } = await open(store)
    const body = await person.signed('stop', { all: true })
    parts.clock.advance(SECOND)
    await service.decide(asSelf(person.session), KEY, body)
    const at = parts.now()
    expect(await rowsOf(store, 'passkey')).toMatchObject([{ last_used_at: at, backed_up: 1 }])
    expect(await rowsOf(store, 'session')).toMatchObject([{ asserted_at: at, last_seen_at: at }])
  })

  test('in a later session does not renew that session', async ({ store }) => {
    const { parts, person, service } = await open(store)
    const body = await person.signed('stop', { all: true })
    const { sign } = parts.signer
    parts.signer.sign = () => {
      throw new Error('cut off')
    }
    await expect(service.decide(asSelf(person.session), KEY, body)).rejects.toThrow('cut off')
    parts.signer.sign = sign
    const later = { ...person.session, id: 'later', secret_hash: 'later' }
    await put(store, { session: [later] })
    expect((await service.decide(asSelf(later), KEY, body)).id).toBe(body.decision.id)
    expect((await rowsOf(store, 'session')).map(({ asserted_at }) => asserted_at)).toEqual([null, null])
  })

  test('tells the audit trail of a passkey whose counter went back', async ({ store }) => {
    const { parts, person, service } = await open(store)
    await store.transact((tx) => tx.updateTable('passkey').set({ counter: 9 }).execute())
    const body = await person.signed('stop', { all: true }, { flaw: { signCount: 5 } })
    await service.decide(asSelf(person.session), KEY, body)
    expect(await rowsOf(store, 'audit')).toMatchObject([
      { kind: 'decision', reference: body.decision.id },
      { kind: 'counter-back', reference: person.passkey.id, at: parts.now() },
    ])
  })

  test('at a kiosk names the kiosk in its evidence and its receipt', async ({ store }) => {
    const { person, service } = await open(store, { kiosk_id: 'k1' }, { kiosks: [kiosk('k1')] })
    const row = await service.decide(asSelf(person.session), KEY, await person.signed('stop', { all: true }))
    expect(JSON.parse(row.evidence)).toMatchObject({ channel: 'kiosk:k1' })
    expect(decodeJwt(row.receipt)).toMatchObject({ channel: 'kiosk:k1' })
  })

  test('takes two transactions: one claims the key, one records', async ({ store }) => {
    const parts = createParts(store)
    const person = await signedIn(parts)
    let transactions = 0
    const counted: Store = {
      ...store,
      transact: (fn, options) => {
        transactions += 1
        return store.transact(fn, options)
      },
    }
    const service = createDecisions({ ...parts, store: counted })
    await service.decide(asSelf(person.session), KEY, await person.signed('stop', { all: true }))
    expect(transactions).toBe(2)
  })

  test('may come from a browser that writes no user handle as an empty one', async ({ store }) => {
    const { person, service } = await open(store)
    const body = await person.signed('stop', { all: true }, { flaw: { userHandle: '' } })
    expect(await service.decide(asSelf(person.session), KEY, body)).toMatchObject({ id: body.decision.id })
  })

  test('is shown with its databases', async ({ store }) => {
    const { parts, person, service } = await open(store)
    const body = await person.signed('allow', { databases: ['a', 'b'] })
    const row = await service.decide(asSelf(person.session), KEY, body)
    expect(service.view(row)).toEqual({
      ...body.decision,
      device: 'personal',
      recorded_at: parts.clock.now().toISOString(),
      receipt_number: row.receipt_number,
      databases: ['a', 'b'],
    })
    expect(await rowsOf(store, 'decision_database')).toEqual(
      ['a', 'b'].map((database_id) => ({ subject: 'subject of p', database_id, ordinal: 1 })),
    )
  })
})

describe('a stop', () => {
  test('revokes the open tokens that it covers, and puts each change into its pool', async ({ store }) => {
    const law = database('law', { opt_out: 'not-by-law' })
    const databases = catalogue(database('a'), database('b'), law)
    const { parts, person, service } = await open(store, {}, { databases })
    await put(store, {
      ...linkages(
        { id: 'a research' },
        { id: 'a industry', purpose: 'industry' },
        { id: 'b research', database_id: 'b' },
        { id: 'stopped', database_id: 'b', purpose: 'industry', state: 'revoked' },
        { id: 'law', database_id: 'law' },
        { id: 'gone', database_id: 'gone' },
      ),
    })
    await put(store, {
      linkage: [{ id: 'other', subject: 'somebody else' }],
      token: [{ token: 'other', linkage_id: 'other', idx: 9 }],
    })
    await service.decide(asSelf(person.session), KEY, await person.signed('stop', { all: true }))
    expect(await statesOf(store)).toEqual({
      'a research': 'revoked',
      'a industry': 'revoked',
      'b research': 'revoked',
      stopped: 'revoked',
      law: 'usable',
      gone: 'usable',
      other: 'usable',
    })
    const changes = (await rowsOf(store, 'outbox')).sort((one, two) => one.token.localeCompare(two.token))
    expect(changes).toMatchObject(
      ['a industry', 'a research', 'b research'].map((token) => ({
        token,
        kind: 'revoke',
        ordinal: 1,
        recorded_at: parts.now(),
      })),
    )
    expect(changes).toHaveLength(3)
  })

  test('for one purpose leaves the others open', async ({ store }) => {
    const { person, service } = await open(store)
    await put(store, linkages({ id: 'research' }, { id: 'industry', purpose: 'industry' }))
    await service.decide(asSelf(person.session), KEY, await person.signed('stop', { purpose: 'industry' }))
    expect(await statesOf(store)).toEqual({ research: 'usable', industry: 'revoked' })
  })
})

test('an allow mints a new token for each that it covers and that was revoked', async ({ store }) => {
  const { parts, person, service } = await open(store)
  await put(
    store,
    linkages(
      { id: 'stopped', state: 'revoked' },
      { id: 'open', purpose: 'industry' },
      { id: 'elsewhere', database_id: 'b', state: 'revoked' },
    ),
  )
  const body = await person.signed('allow', { database: 'a' })
  await service.decide(asSelf(person.session), KEY, body)
  const tokens = await rowsOf(store, 'token')
  expect(tokens).toHaveLength(4)
  const minted = tokens.find(({ generation }) => generation === 2)
  expect(minted).toMatchObject({
    linkage_id: 'stopped',
    purpose: 'research',
    state: 'usable',
    listed: 'hidden',
    changed_at: parts.now(),
    minted_by: body.decision.id,
  })
  expect(await statesOf(store)).toMatchObject({ stopped: 'revoked', open: 'usable', elsewhere: 'revoked' })
  expect(await rowsOf(store, 'outbox')).toMatchObject([
    { token: minted?.token, kind: 'create', replaces: 'stopped', ordinal: 1, recorded_at: parts.now() },
  ])
  expect((await rowsOf(store, 'outbox')).length).toBe(1)
})

describe('nothing is decided', () => {
  /** The refusal of a decision; the store is as it was, but that the challenge is used. */
  async function refusal(store: Store, decide: Promise<unknown>) {
    const error = await decide.then(
      () => expect.fail('it was taken'),
      (reason: unknown) => reason,
    )
    for (const table of ['decision', 'outbox', 'audit', 'idempotency', 'challenge'] as const)
      expect(await rowsOf(store, table), table).toEqual([])
    return error
  }

  test('when the challenge was made for another decision', async ({ store }) => {
    const { person, service } = await open(store)
    const challenge = 'A'.repeat(43)
    const body = await person.signed('stop', { all: true }, { challenge })
    expect(await refusal(store, service.decide(asSelf(person.session), KEY, body))).toMatchObject({
      code: 'decision-mismatch',
    })
  })

  test('when another decision was previewed', async ({ store }) => {
    const { person, service } = await open(store)
    const { decision } = await person.signed('allow', { all: true })
    await store.transact((tx) => tx.deleteFrom('challenge').execute())
    const body = await person.signed('stop', { all: true }, { kept: { decision } })
    expect(await refusal(store, service.decide(asSelf(person.session), KEY, body))).toMatchObject({
      code: 'decision-mismatch',
    })
  })

  test('with a passkey that is unknown, or of somebody else', async ({ store }) => {
    const { parts, person, service } = await open(store)
    const other = await signedIn(parts, 'other')
    const reason = 'not a passkey of this account'
    for (const row of [createPasskey({ userHandle: 'x' }).row, other.passkey]) {
      const body = await person.signed('stop', { all: true }, { flaw: { id: row.id } })
      expect(await refusal(store, service.decide(asSelf(person.session), KEY, body))).toMatchObject({
        code: 'passkey-rejected',
        message: reason,
      })
    }
  })

  test('when the assertion does not verify', async ({ store }) => {
    const { person, service } = await open(store)
    const body = await person.signed('stop', { all: true }, { flaw: { badSignature: true } })
    expect(await refusal(store, service.decide(asSelf(person.session), KEY, body))).toMatchObject({
      code: 'passkey-rejected',
      message: 'signature does not verify',
    })
  })

  test('on a shared device by a passkey of the device', async ({ store }) => {
    const { person, service } = await open(store, { device: 'shared' })
    const body = await person.signed('stop', { all: true })
    expect(await refusal(store, service.decide(asSelf(person.session), KEY, body))).toMatchObject({
      code: 'platform-passkey-refused',
    })
  })

  test('when the session has ended meanwhile', async ({ store }) => {
    const { person, service } = await open(store)
    const body = await person.signed('stop', { all: true })
    await store.transact((tx) => tx.updateTable('session').set({ secret_hash: 'renewed' }).execute())
    expect(await refusal(store, service.decide(asSelf(person.session), KEY, body))).toMatchObject({
      code: 'not-signed-in',
    })
  })

  test('when the passkey was replaced between its verification and the record', async ({ store }) => {
    const parts = createParts(store)
    const seam = createSeam(store)
    const person = await signedIn(parts)
    const service = createDecisions({ ...parts, store: seam.store })
    const body = await person.signed('stop', { all: true })
    seam.before(1, () =>
      store.transact((tx) => tx.updateTable('passkey').set({ public_key: 'another' }).execute()),
    )
    expect(await refusal(store, service.decide(asSelf(person.session), KEY, body))).toMatchObject({
      code: 'passkey-rejected',
      message: 'the passkey was removed or has signed meanwhile',
    })
  })
})
