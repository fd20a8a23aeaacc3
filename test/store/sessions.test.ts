import { expect } from 'vitest'
import { consumeChallenge, insertChallenge } from '../../api/store/people/challenges.ts'
import {
  consumeState,
  deleteProofings,
  findProofing,
  findProofingBySecret,
  insertProofing,
  settleProofing,
  updateProofing,
} from '../../api/store/people/proofings.ts'
import type { ChallengeRow, SessionRow } from '../../api/store/people/rows.ts'
import {
  deleteRestingSessions,
  deleteSession,
  deleteSessionsOf,
  findSession,
  findSessionById,
  insertSession,
  lockSession,
  updateSession,
} from '../../api/store/people/sessions.ts'
import type { Store } from '../../api/store/store.ts'
import { test } from '../support/bare-store.ts'
import { put, rowsOf } from '../support/rows.ts'

const PEOPLE = {
  patient: [{}, { id: 'q', subject: 'other', user_handle: 'v' }],
  passkey: [{}, { id: 'k2' }, { id: 'of q', patient_id: 'q' }],
}
/** A session with a challenge and a proofing, whose secret is its id. */
const signedIn = (store: Store, ...sessions: Partial<SessionRow>[]) =>
  put(store, {
    session: sessions.map((one) => ({ patient_id: 'p', passkey_id: 'k', secret_hash: `${one.id}`, ...one })),
    challenge: sessions.map(({ id = '' }) => ({ challenge: `challenge of ${id}`, session_id: id })),
    proofing: sessions.map(({ id = '' }) => ({
      id: `proofing of ${id}`,
      session_id: id,
      state_hash: `state of ${id}`,
      secret_hash: `secret of ${id}`,
    })),
  })
/** The sessions that are left; each still has its challenge and its proofing. */
async function left(store: Store): Promise<string[]> {
  const ids = (await rowsOf(store, 'session')).map(({ id }) => id).sort()
  for (const table of ['challenge', 'proofing'] as const)
    expect((await rowsOf(store, table)).map(({ session_id }) => session_id).sort()).toEqual(ids)
  return ids
}

test('a session is found by its secret while the passkey stands that signed it in', async ({ store }) => {
  await put(store, PEOPLE)
  await put(store, {
    session: [
      { id: 'nobody', secret_hash: 'nobody' },
      { id: 'in', secret_hash: 'in', patient_id: 'p', passkey_id: 'k' },
      { id: 'removed', secret_hash: 'removed', patient_id: 'p', passkey_id: 'gone' },
      { id: 'of another', secret_hash: 'of another', patient_id: 'p', passkey_id: 'of q' },
    ],
  })
  const find = async (secret: string) => (await store.read((db) => findSession(db, secret)))?.id
  const lock = async (id: string) => (await store.transact((tx) => lockSession(tx, id)))?.id
  for (const [id, found] of [
    ['nobody', 'nobody'],
    ['in', 'in'],
    ['removed', undefined],
    ['of another', undefined],
    ['nothing', undefined],
  ] as const)
    expect([await find(id), await lock(id)]).toEqual([found, found])
  expect(await store.read((db) => findSession(db, 'nothing'))).toBeNull()
  expect(await store.transact((tx) => lockSession(tx, 'nothing'))).toBeNull()
  const byId = (id: string) => store.read((db) => findSessionById(db, id))
  expect([(await byId('removed'))?.id, await byId('nothing')]).toEqual(['removed', null])
})

test('a session is stored, changed and ended alone, with all that belongs to it', async ({ store }) => {
  await put(store, PEOPLE)
  await signedIn(store, { id: 'a' }, { id: 'b' })
  const [row] = await rowsOf(store, 'session')
  await store.transact((tx) => insertSession(tx, { ...(row as SessionRow), id: 'c', secret_hash: 'c' }))
  await store.transact((tx) => updateSession(tx, 'b', { last_seen_at: 5 }))
  const seen = (await rowsOf(store, 'session')).map(({ id, last_seen_at }) => [id, last_seen_at])
  expect(seen.sort()).toEqual([
    ['a', 0],
    ['b', 5],
    ['c', 0],
  ])
  await store.transact((tx) => deleteSession(tx, 'c'))
  await store.transact((tx) => deleteSession(tx, 'a'))
  expect(await left(store)).toEqual(['b'])
})

test('sessions of a person end: all but one, or those of one passkey', async ({ store }) => {
  await put(store, PEOPLE)
  const other = { patient_id: 'q', passkey_id: 'of q' }
  await signedIn(store, { id: 'a' }, { id: 'b' }, { id: 'c', passkey_id: 'k2' }, { id: 'd', ...other })
  await store.transact((tx) => deleteSessionsOf(tx, { patient_id: 'p', passkey_id: 'k2' }))
  expect(await left(store)).toEqual(['a', 'b', 'd'])
  await store.transact((tx) => deleteSessionsOf(tx, { patient_id: 'p', keep: 'b' }))
  expect(await left(store)).toEqual(['b', 'd'])
})

test('of too many sessions the least recently used ones end', async ({ store }) => {
  await put(store, PEOPLE)
  await signedIn(
    store,
    { id: 'this', last_seen_at: 0 },
    { id: 'newest', last_seen_at: 9 },
    { id: 'b', last_seen_at: 5 },
    { id: 'a', last_seen_at: 5 },
    { id: 'oldest', last_seen_at: 1 },
    { id: 'of another', patient_id: 'q', passkey_id: 'of q' },
  )
  await store.transact((tx) => deleteRestingSessions(tx, { patient_id: 'p', keep: 'this' }, 2))
  expect(await left(store)).toEqual(['a', 'newest', 'of another', 'this'])
})

test('a challenge is used once, by its session, for its purpose and before it expires', async ({ store }) => {
  const row: ChallengeRow = {
    challenge: 'c',
    session_id: 'a',
    purpose: 'decide',
    payload: '{"a":1}',
    expires_at: 10,
  }
  await store.transact((tx) => insertChallenge(tx, row))
  const consume = (change: Partial<Omit<ChallengeRow, 'payload'>> & { now?: number }) =>
    store.transact((tx) => consumeChallenge(tx, { ...row, now: 9, ...change }))
  expect(await consume({ challenge: 'other' })).toBeNull()
  expect(await consume({ session_id: 'b' })).toBeNull()
  expect(await consume({ purpose: 'sign-in' })).toBeNull()
  expect(await consume({ now: 10 })).toBeNull()
  expect([await consume({}), await consume({})]).toEqual([{ a: 1 }, null])
})

test('a proofing belongs to its session and to the browser with its secret', async ({ store }) => {
  await put(store, PEOPLE)
  await signedIn(store, { id: 'a' }, { id: 'b' })
  const find = (id: string, session_id: string, now: number) =>
    store.read((db) => findProofing(db, { id, session_id, now }))
  await store.transact((tx) => updateProofing(tx, 'proofing of a', { expires_at: 10 }))
  expect(await find('proofing of a', 'a', 9)).toMatchObject({ id: 'proofing of a', expires_at: 10 })
  for (const [id, session, now] of [
    ['proofing of a', 'b', 9],
    ['proofing of b', 'a', -1],
    ['proofing of a', 'a', 10],
    ['proofing of b', 'b', 0],
  ] as const)
    expect(await find(id, session, now)).toBeNull()
  const bySecret = (secret: string) => store.read((db) => findProofingBySecret(db, secret))
  expect(await bySecret('secret of b')).toMatchObject({ id: 'proofing of b' })
  expect(await bySecret('nothing')).toBeNull()
  const [row] = await rowsOf(store, 'proofing')
  const next = { ...(row ?? expect.fail('no proofing')), id: 'next', state_hash: 'next', secret_hash: 'next' }
  await store.transact((tx) => insertProofing(tx, next))
  await store.transact((tx) => deleteProofings(tx, row?.session_id ?? ''))
  expect(await rowsOf(store, 'proofing')).toHaveLength(1)
})

test('a state is consumed once by its browser, and settled once', async ({ store }) => {
  await put(store, PEOPLE)
  await signedIn(store, { id: 'a' }, { id: 'b' })
  const of = { state_hash: 'state of a', secret_hash: 'secret of a', now: -1 }
  const consume = (change: Partial<typeof of>) =>
    store.transact((tx) => consumeState(tx, { ...of, ...change }))
  const settle = (id: string) =>
    store.transact((tx) => settleProofing(tx, `proofing of ${id}`, { status: 'ready', sealed: 'new' }))
  expect(await settle('a'), 'before the answer').toBe(false)
  expect(await consume({ state_hash: 'state of b' })).toBeNull()
  expect(await consume({ secret_hash: 'secret of b' })).toBeNull()
  expect(await consume({ now: 0 })).toBeNull()
  expect(await consume({})).toMatchObject({ id: 'proofing of a', status: 'pending' })
  expect(await consume({})).toBeNull()
  expect([await settle('a'), await settle('a')]).toEqual([true, false])
  const rows = (await rowsOf(store, 'proofing')).map(({ id, status, sealed }) => [id, status, sealed])
  expect(rows.sort()).toEqual([
    ['proofing of a', 'ready', 'new'],
    ['proofing of b', 'started', ''],
  ])
})
