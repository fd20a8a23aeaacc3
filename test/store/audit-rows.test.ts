import { expect } from 'vitest'
import { type AuditEntry, chained, emptyChain } from '../../api/domain/audit.ts'
import {
  anchorsAfter,
  appendAudit,
  auditChains,
  auditLinks,
  chainAt,
  chainsToAnchor,
  insertAnchor,
  lastAnchor,
} from '../../api/store/audit.ts'
import { accountFault, auditedDecisions, mintedTokens, notDecisions } from '../../api/store/audit-accounts.ts'
import type { Store } from '../../api/store/store.ts'
import { test } from '../support/bare-store.ts'
import { linked, put, type Rows, rowsOf } from '../support/rows.ts'

const entry = (reference: string, kind: AuditEntry['kind'] = 'sign-in'): AuditEntry => ({
  at: 3,
  kind,
  reference,
  digest: null,
})
const append = (store: Store, chain: string, ...references: string[]) =>
  store.transact((tx) =>
    appendAudit(
      tx,
      chain,
      references.map((one) => entry(one)),
    ),
  )

test('entries are chained to those before them, each chain by itself', async ({ store }) => {
  expect([
    await append(store, 'x', 'a', 'b'),
    await append(store, 'y', 'c'),
    await append(store, 'x', 'd'),
  ]).toEqual([2, 1, 3])
  const links = chained(emptyChain('x'), [entry('a'), entry('b'), entry('d')])
  const read = (after: number, through: number, limit: number) =>
    store.read((db) => auditLinks(db, { chain: 'x', after, through }, limit))
  expect(await read(0, 9, 9)).toEqual(links)
  expect([await read(1, 9, 9), await read(0, 2, 9), await read(0, 9, 1)]).toEqual([
    links.slice(1),
    links.slice(0, 2),
    links.slice(0, 1),
  ])
  expect(await store.read(auditChains)).toEqual([
    { chain: 'x', ordinal: 3, hash: links[2]?.hash, anchored: 0 },
    { chain: 'y', ordinal: 1, hash: chained(emptyChain('y'), [entry('c')])[0]?.hash, anchored: 0 },
  ])
  const at = (ordinal: number) => store.read((db) => chainAt(db, 'x', ordinal))
  expect(await at(0)).toEqual(emptyChain('x'))
  expect(await at(2)).toEqual({ chain: 'x', ordinal: 2, hash: links[1]?.hash })
  expect(await at(4)).toBeNull()
})

test('a chain is anchored once it has grown', async ({ store }) => {
  const row = (chain: string, anchored: number) => ({ chain, ordinal: 5, hash: 'kept', anchored })
  await put(store, { audit_chain: [row('y', 4), row('x', 0), row('z', 5)] })
  expect(await store.read(chainsToAnchor)).toEqual([row('x', 0), row('y', 4)])
})

test('an anchor is stored once, and notes how far its chains are anchored', async ({ store }) => {
  await append(store, 'x', 'a', 'b')
  await append(store, 'y', 'c')
  expect((await store.read(chainsToAnchor)).map(({ chain }) => chain)).toEqual(['x', 'y'])
  expect(await store.read(lastAnchor)).toBeNull()
  const anchor = (ordinal: number, jws: string, ...heads: [chain: string, ordinal: number][]) =>
    store.transact((tx) =>
      insertAnchor(
        tx,
        { ordinal, jws },
        heads.map(([chain, ordinal]) => ({ chain, ordinal, hash: '' })),
      ),
    )
  expect(await anchor(1, 'first', ['x', 2])).toBe(true)
  expect(await anchor(1, 'late', ['y', 1]), 'another process was faster').toBe(false)
  expect((await store.read(chainsToAnchor)).map(({ chain }) => chain)).toEqual(['y'])
  expect(await anchor(2, 'second', ['x', 1], ['y', 1])).toBe(true)
  expect(
    (await store.read(auditChains)).map(({ anchored }) => anchored),
    'never back',
  ).toEqual([2, 1])
  expect(await store.read(lastAnchor)).toEqual({ ordinal: 2, jws: 'second' })
  const after = async (ordinal: number, limit: number) =>
    (await store.read((db) => anchorsAfter(db, ordinal, limit))).map(({ jws }) => jws)
  expect([await after(0, 9), await after(1, 9), await after(0, 1)]).toEqual([
    ['first', 'second'],
    ['second'],
    ['first'],
  ])
})

const TRUE: Rows = {
  patient: [{}],
  passkey: [{ id: 'added' }, { id: 'recovered' }],
  session: [
    { id: 'in', secret_hash: 'in', patient_id: 'p', passkey_id: 'added' },
    { id: 'nobody', secret_hash: 'nobody' },
  ],
  decision: [{ id: 'decided' }],
  audit: [
    { ordinal: 1, kind: 'decision', reference: 'decided' },
    { ordinal: 2, kind: 'passkey-added', reference: 'added' },
    { ordinal: 3, kind: 'recovery', reference: 'recovered' },
    { ordinal: 4, kind: 'passkey-added', reference: 'removed' },
    { ordinal: 5, kind: 'passkey-removed', reference: 'removed' },
    { ordinal: 6, kind: 'sign-in', reference: 'in' },
    { ordinal: 7, kind: 'sign-in', reference: 'ended' },
    { ordinal: 8, kind: 'linkages', reference: 'batch' },
  ],
}

test('an honest store and its trail contradict each other nowhere', async ({ store }) => {
  await put(store, TRUE)
  expect(await store.read(accountFault)).toBeNull()
})

test.for<[fault: string, Rows]>([
  [
    'lost is audited and not in the store: a decision',
    { audit: [{ ordinal: 9, kind: 'decision', reference: 'lost' }] },
  ],
  [
    'planted is in the store and not audited: a decision',
    { decision: [{ id: 'planted', ordinal: 2, receipt_number: 'planted' }] },
  ],
  [
    'decided is audited twice: a decision',
    { audit: [{ ordinal: 9, kind: 'decision', reference: 'decided' }] },
  ],
  [
    'lost is audited, not removed and not in the store: a passkey',
    { audit: [{ ordinal: 9, kind: 'recovery', reference: 'lost' }] },
  ],
  ['planted is in the store and not audited: a passkey', { passkey: [{ id: 'planted' }] }],
  [
    'planted is signed in and not audited: a session',
    { session: [{ id: 'planted', secret_hash: 'planted', patient_id: 'p' }] },
  ],
])('%s', async ([fault, rows], { store }) => {
  await put(store, TRUE)
  await put(store, rows)
  expect(await store.read(accountFault)).toBe(fault)
})

test('what entries name is looked up', async ({ store }) => {
  await put(store, {
    ...TRUE,
    ...linked({ token: 'a', minted_by: 'batch' }, { token: 'b' }, { token: 'c', minted_by: 'decided' }),
  })
  const links = await rowsOf(store, 'audit')
  const audited = await store.read((db) => auditedDecisions(db, links))
  expect(audited.map(({ id }) => id)).toEqual(['decided'])
  const minted = (after: string, limit: number) => store.read((db) => mintedTokens(db, after, limit))
  expect(await minted('', 2)).toEqual([
    { token: 'a', minted_by: 'batch' },
    { token: 'b', minted_by: null },
  ])
  expect(await minted('b', 9)).toEqual([{ token: 'c', minted_by: 'decided' }])
  expect(await store.read((db) => notDecisions(db, ['batch', 'decided', 'x']))).toEqual(['batch', 'x'])
})
