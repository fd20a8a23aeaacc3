import { describe, expect } from 'vitest'
import { hashSecret } from '../../api/auth/secrets.ts'
import { createProofingPages } from '../../api/services/proofing-pages.ts'
import type { ProofingRow } from '../../api/store/people/rows.ts'
import type { Store } from '../../api/store/store.ts'
import { sessionIn } from '../support/bare-person.ts'
import { createParts, kiosk } from '../support/bare-services.ts'
import { test } from '../support/bare-store.ts'
import { put, rowsOf } from '../support/rows.ts'

const SECRET = 'the secret of a browser'
const STATE = 'the state of a proofing'

/** A proofing of a session at a kiosk that is in service, or at another. */
async function open(store: Store, at: string | null, change: Partial<ProofingRow> = {}) {
  const parts = createParts(store, { kiosks: [kiosk('front'), kiosk('broken', { blocked: true })] })
  await sessionIn(parts, { kiosk_id: at })
  await put(store, {
    proofing: [
      {
        id: 'f',
        session_id: 'session',
        secret_hash: hashSecret(SECRET),
        state_hash: hashSecret(STATE),
        status: 'pending',
        view: 'large',
        ...change,
      },
    ],
  })
  const [proofing] = await rowsOf(store, 'proofing')
  if (!proofing) throw new Error('no proofing')
  return { ...createProofingPages(parts), proofing }
}
const kept = async (store: Store) =>
  (await rowsOf(store, 'challenge')).map(({ payload, purpose }) => ({ purpose, ...JSON.parse(payload) }))

describe('the portal’s answer leads', () => {
  test('a patient to the page of proofings', async ({ store }) => {
    const { pageOf, proofing } = await open(store, 'front', { return_to: 'patient' })
    expect(await pageOf(proofing, 'f')).toBe('/proofing?request=f')
    expect(await pageOf(proofing, null)).toBe('/proofing?error=state-rejected')
    expect(await kept(store)).toEqual([])
  })

  test('a visit at a kiosk back into it, by a ticket', async ({ store }) => {
    const { pageOf, proofing } = await open(store, 'front', { return_to: 'kiosk' })
    const page = await pageOf(proofing, 'f')
    expect(page).toMatch(/^\/kiosk#[\w-]{43}$/)
    expect(await kept(store)).toEqual([{ purpose: 'return', request: 'f', refused: false, view: 'large' }])
    await store.transact((tx) => tx.deleteFrom('challenge').execute())
    await pageOf(proofing, null)
    expect(await kept(store)).toEqual([{ purpose: 'return', request: null, refused: true, view: 'large' }])
  })

  test.for([
    ['without a kiosk', null],
    ['at a kiosk that is blocked', 'broken'],
    ['at a kiosk that is unknown', 'gone'],
  ] as const)('a visit %s to the start of a kiosk', async ([, at], { store }) => {
    const { pageOf, proofing } = await open(store, at, { return_to: 'kiosk' })
    expect(await pageOf(proofing, 'f')).toBe('/kiosk?request=f')
    expect(await pageOf(proofing, null)).toBe('/kiosk?error=state-rejected')
    await store.transact((tx) => tx.updateTable('proofing').set({ session_id: 'ended' }).execute())
    expect(await pageOf({ ...proofing, session_id: 'ended' }, 'f')).toBe('/kiosk?request=f')
    expect(await kept(store)).toEqual([])
  })
})

describe('an answer that is refused leads', () => {
  const REFUSED = '/proofing?error=state-rejected'

  test('to the proofing that this browser opened with it before', async ({ store }) => {
    const { pageOfRefused } = await open(store, null)
    expect(await pageOfRefused(SECRET, STATE)).toBe('/proofing?request=f')
    expect(await pageOfRefused(SECRET, 'another state')).toBe(REFUSED)
    expect(await pageOfRefused(SECRET, undefined)).toBe(REFUSED)
    expect(await pageOfRefused('another secret', STATE)).toBe(REFUSED)
    expect(await pageOfRefused(undefined, STATE)).toBe(REFUSED)
  })

  test('nowhere while it was not opened', async ({ store }) => {
    const { pageOfRefused } = await open(store, null, { status: 'started' })
    expect(await pageOfRefused(SECRET, STATE)).toBe(REFUSED)
  })

  test('at a kiosk into the visit, but not to the proofing: that way is good once', async ({ store }) => {
    const { pageOfRefused } = await open(store, 'front', { return_to: 'kiosk' })
    expect(await pageOfRefused(SECRET, STATE)).toMatch(/^\/kiosk#/)
    expect(await kept(store)).toMatchObject([{ request: null, refused: true }])
  })
})
