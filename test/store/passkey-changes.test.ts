import { describe, expect } from 'vitest'
import { createPasskeys } from '../../api/services/passkeys.ts'
import type { Store } from '../../api/store/store.ts'
import { sessionIn, signedIn } from '../support/bare-person.ts'
import { createParts } from '../support/bare-services.ts'
import { test } from '../support/bare-store.ts'
import { MINUTE } from '../support/clock.ts'
import { put, rowsOf } from '../support/rows.ts'

/** A person whose passkey just signed, with a second passkey `second`; and somebody else. */
async function open(store: Store) {
  const parts = createParts(store)
  const person = await signedIn(parts, 'p', { asserted_at: parts.now() })
  const other = await signedIn(parts, 'other')
  await put(store, { passkey: [{ id: 'second', patient_id: 'p', name: 'second' }] })
  return { parts, person, other, service: createPasskeys(parts), own: person.passkey.id }
}
const passkeys = async (store: Store) => new Map((await rowsOf(store, 'passkey')).map((row) => [row.id, row]))

describe('naming a passkey', () => {
  test('names one of the account, and no other', async ({ store }) => {
    const { person, service, own } = await open(store)
    await service.change(person.session, 'second', { name: 'blue key' })
    const rows = await passkeys(store)
    expect([rows.get('second')?.name, rows.get(own)?.name]).toEqual(['blue key', null])
  })

  test('of somebody else is refused as if it did not exist', async ({ store }) => {
    const { person, other, service } = await open(store)
    for (const id of [other.passkey.id, 'nothing'])
      await expect(service.change(person.session, id, { name: 'x' })).rejects.toMatchObject({
        code: 'not-found',
      })
    expect((await passkeys(store)).get(other.passkey.id)?.name).toBeNull()
  })

  test('needs the session as it stands', async ({ store }) => {
    const { person, service } = await open(store)
    const before = { ...person.session, secret_hash: 'before' }
    await expect(service.change(before, 'second', { name: 'x' })).rejects.toMatchObject({
      code: 'not-signed-in',
    })
    expect((await passkeys(store)).get('second')?.name).toBe('second')
  })
})

describe('acknowledging news', () => {
  /** A passkey that recovery made at 10, and one that was removed at 20. */
  const news = (store: Store) =>
    put(store, {
      passkey: [
        { id: 'made', patient_id: 'p', unannounced: 1, created_at: 10 },
        { id: 'made later', patient_id: 'p', unannounced: 1, created_at: 30 },
      ],
      removed_passkey: [
        { id: 'gone', patient_id: 'p', removed_at: 20 },
        { id: 'gone later', patient_id: 'p', removed_at: 40 },
      ],
    })

  test.for([
    ['made', 10],
    ['gone', 20],
    ['made later', 30],
    ['gone later', 40],
  ] as const)('of %s is noted for the passkey of this session', async ([id, until], { store }) => {
    const { person, service, own } = await open(store)
    await news(store)
    await service.change(person.session, id, { known: true })
    const known = Object.fromEntries(
      [...(await passkeys(store))].map(([key, { known_until }]) => [key, known_until]),
    )
    expect(known).toMatchObject({ [own]: until, second: 0, made: 0 })
    expect((await passkeys(store)).get('made')?.name).toBeNull()
  })

  test('needs news: of anything else there is nothing to know', async ({ store }) => {
    const { person, other, service, own } = await open(store)
    await news(store)
    for (const id of ['second', own, other.passkey.id, 'nothing'])
      await expect(service.change(person.session, id, { known: true })).rejects.toMatchObject({
        code: 'not-found',
      })
    expect((await passkeys(store)).get(own)?.known_until).toBe(0)
  })

  test('needs a session that a passkey signed in', async ({ store }) => {
    const { parts, person, service } = await open(store)
    await news(store)
    const by = { passkey_id: null, patient_id: null, subject: person.session.subject }
    const session = { ...(await sessionIn(parts, by)), patient_id: 'p', subject: person.session.subject }
    await expect(service.change(session, 'made', { known: true })).rejects.toMatchObject({
      code: 'not-found',
    })
  })
})

describe('removing a passkey', () => {
  test('ends its sessions, keeps a record of it, and is audited', async ({ store }) => {
    const { parts, person, other, service, own } = await open(store)
    await sessionIn(parts, { id: 'by second', secret_hash: '2', patient_id: 'p', passkey_id: 'second' })
    await service.remove(person.session, 'second')
    expect([...(await passkeys(store)).keys()].sort()).toEqual([other.passkey.id, own].sort())
    expect(await rowsOf(store, 'removed_passkey')).toMatchObject([
      { id: 'second', patient_id: 'p', name: 'second', removed_at: parts.now(), removed_by: own },
    ])
    expect((await rowsOf(store, 'session')).map(({ id }) => id).sort()).toEqual([
      'session of other',
      'session of p',
    ])
    expect(await rowsOf(store, 'audit')).toMatchObject([
      { kind: 'passkey-removed', reference: 'second', digest: null },
    ])
  })

  test('may remove the one of this session', async ({ store }) => {
    const { person, service, own } = await open(store)
    await service.remove(person.session, own)
    expect(await rowsOf(store, 'removed_passkey')).toMatchObject([{ id: own, removed_by: own }])
    expect((await rowsOf(store, 'session')).map(({ id }) => id)).toEqual(['session of other'])
  })

  test('needs an assertion of the last five minutes', async ({ store }) => {
    const { parts, person, service } = await open(store)
    parts.clock.advance(5 * MINUTE + 1)
    await expect(service.remove(person.session, 'second')).rejects.toMatchObject({
      code: 'assertion-required',
    })
    expect((await passkeys(store)).has('second')).toBe(true)
  })

  test('needs a passkey of the account, and leaves the last one', async ({ store }) => {
    const { person, other, service, own } = await open(store)
    for (const id of [other.passkey.id, 'nothing'])
      await expect(service.remove(person.session, id)).rejects.toMatchObject({ code: 'not-found' })
    await service.remove(person.session, 'second')
    await expect(service.remove(person.session, own)).rejects.toMatchObject({ code: 'last-passkey' })
    expect((await passkeys(store)).has(own)).toBe(true)
  })

  test('needs the session as it stands', async ({ store }) => {
    const { person, service } = await open(store)
    const before = { ...person.session, secret_hash: 'before' }
    await expect(service.remove(before, 'second')).rejects.toMatchObject({ code: 'not-signed-in' })
    expect((await passkeys(store)).has('second')).toBe(true)
  })
})
