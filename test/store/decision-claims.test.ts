import { describe, expect } from 'vitest'
import { asSelf } from '../../api/auth/session-rights.ts'
import { bodyHash } from '../../api/domain/decision.ts'
import { createDecisionClaims } from '../../api/services/decision-claims.ts'
import type { Store } from '../../api/store/store.ts'
import { signedIn } from '../support/bare-person.ts'
import { createParts } from '../support/bare-services.ts'
import { test } from '../support/bare-store.ts'
import { MINUTE, SECOND } from '../support/clock.ts'
import { put, rowsOf } from '../support/rows.ts'

const KEY = 'a key of the client'

/** A person who stops everything, and what claims their keys, in one process and in another. */
async function open(store: Store) {
  const parts = createParts(store)
  const person = await signedIn(parts)
  const body = await person.signed('stop', { all: true })
  const process = (of: Store = store) => createDecisionClaims({ ...parts, store: of })
  const claims = process()
  return {
    parts,
    person,
    body,
    process,
    claims,
    claim: (by = claims, of = body, key = KEY) => by.claim(asSelf(person.session), key, of),
    /** Stores a decision as the one that completed every claim. */
    complete: async (subject = person.session.subject) => {
      await put(store, { decision: [{ id: 'made', subject }] })
      await store.transact((tx) =>
        tx.updateTable('idempotency').set({ decision_id: 'made', payload: null }).execute(),
      )
    },
  }
}
const shared = (store: Store): Store => ({ ...store, shared: true })
const alone = (store: Store): Store => ({ ...store, shared: false })

describe('a claim', () => {
  test('uses up the challenge, and keeps what its body is verified against', async ({ store }) => {
    const { parts, person, body, claim } = await open(store)
    const { id: session_id, device, kiosk_id } = person.session
    const kept = {
      decision: body.decision,
      nonce: 'N'.repeat(43),
      challenge: expect.stringMatching(/^[\w-]{43}$/),
      session_id,
      device,
      kiosk_id,
      subject: 'subject of p',
    }
    const key = expect.stringMatching(/^[\w-]{43}$/)
    const row = { patient_id: 'p', key, body_hash: bodyHash(body), created_at: parts.now() }
    expect(await claim()).toEqual({ ...kept, claim: row, resumed: false })
    expect(await rowsOf(store, 'challenge')).toEqual([])
    const [stored] = await rowsOf(store, 'idempotency')
    expect(stored).toEqual({
      ...row,
      decision_id: null,
      payload: expect.any(String),
      claimer: expect.any(String),
    })
    expect(JSON.parse(stored?.payload ?? '')).toEqual(kept)
  })

  test('stores the key as nobody can guess it, the same in every process', async ({ store }) => {
    const { parts, person, claim, process } = await open(store)
    await claim()
    const [first] = await rowsOf(store, 'idempotency')
    expect(first?.key).not.toContain(KEY)
    await store.transact((tx) => tx.deleteFrom('idempotency').execute())
    await claim(process(), await person.signed('stop', { all: true }))
    expect((await rowsOf(store, 'idempotency')).map(({ key }) => key)).toEqual([first?.key])
    await store.transact((tx) => tx.deleteFrom('idempotency').execute())
    const keys = { ...parts.keys, subject: Buffer.alloc(32, 9) }
    const elsewhere = createDecisionClaims({ ...parts, keys })
    await claim(elsewhere, await person.signed('stop', { all: true }))
    await claim(undefined, await person.signed('stop', { all: true }), 'another key')
    const kept = (await rowsOf(store, 'idempotency')).map(({ key }) => key)
    expect(new Set([first?.key, ...kept]).size, 'under another secret, and of another key').toBe(3)
  })

  test('does not wait for the disk', async ({ store }) => {
    const options: unknown[] = []
    const { claim, process } = await open(store)
    const watched: Store = {
      ...store,
      transact: (fn, how) => {
        options.push(how)
        return store.transact(fn, how)
      },
    }
    await claim(process(watched))
    expect(options).toEqual([{ durable: false }])
  })

  test('is of whom the preview was for, and of nobody else', async ({ store }) => {
    const { person, claims, body } = await open(store)
    const acting = { ...asSelf(person.session), subject: 'subject of a child' }
    await expect(claims.claim(acting, KEY, body)).rejects.toMatchObject({ code: 'challenge-expired' })
    expect(await rowsOf(store, 'idempotency')).toEqual([])
    expect(await rowsOf(store, 'challenge'), 'nothing is used up').toHaveLength(1)
  })

  test('needs the challenge: without it the key stays free', async ({ store }) => {
    const { claim } = await open(store)
    await store.transact((tx) => tx.deleteFrom('challenge').execute())
    await expect(claim()).rejects.toMatchObject({ code: 'challenge-expired' })
    expect(await rowsOf(store, 'idempotency')).toEqual([])
  })
})

describe('the same body under a key that is claimed', () => {
  test('is a twin while this process works on it, and continues after that', async ({ store }) => {
    const { claim, claims, process } = await open(store)
    const first = await claim()
    if (first === 'twin' || 'done' in first) throw new Error('not claimed')
    const meanwhile = await claims.work(first.claim, async () => [
      await claim(),
      await claim(process(alone(store))),
    ])
    expect(meanwhile[0]).toBe('twin')
    expect(meanwhile[1], 'to a process that knows it to be alone').toMatchObject({ resumed: true })
    const { claim: row, ...kept } = first
    const next = await claim()
    expect(next).toEqual({ ...kept, resumed: true, claim: expect.objectContaining(row) })
    await expect(
      claims.work(first.claim, () => Promise.reject(new Error('cut off'))),
      'what the task throws is passed on',
    ).rejects.toThrow('cut off')
    expect(await claim(), 'and it is out of hand').toMatchObject({ resumed: true })
    expect(await claims.work(first.claim, async () => 'result')).toBe('result')
  })

  test('is another claim for another person, and under another key', async ({ store }) => {
    const { parts, person, claim, claims } = await open(store)
    const first = await claim()
    if (first === 'twin' || 'done' in first) throw new Error('not claimed')
    const other = await signedIn(parts, 'other')
    await claims.work(first.claim, async () => {
      const theirs = await claims.claim(asSelf(other.session), KEY, await other.signed('stop', { all: true }))
      expect(theirs).toMatchObject({ resumed: false, claim: { patient_id: 'other' } })
      const second = await claim(claims, await person.signed('stop', { all: true }), 'another key')
      expect(second).toMatchObject({ resumed: false })
    })
  })

  test('is no twin of a claim under another key', async ({ store }) => {
    const { person, claim, claims } = await open(store)
    const first = await claim()
    if (first === 'twin' || 'done' in first) throw new Error('not claimed')
    const second = await person.signed('allow', { all: true })
    await claim(claims, second, 'another key')
    await claims.work(first.claim, async () => {
      expect(await claim(claims, second, 'another key')).toMatchObject({ resumed: true })
    })
  })

  test('is a twin for two seconds where another process may work on it', async ({ store }) => {
    const { parts, claim, process } = await open(store)
    await claim(process(shared(store)))
    const other = process(shared(store))
    parts.clock.advance(2 * SECOND - 1)
    expect(await claim(other)).toBe('twin')
    expect(await claim(process(alone(store)))).toMatchObject({ resumed: true })
    parts.clock.advance(1)
    expect(await claim(other)).toMatchObject({ resumed: true })
  })

  test('is as far from a claim ahead of the clock as from one behind it', async ({ store }) => {
    const { parts, claim, process } = await open(store)
    await claim(process(shared(store)))
    const other = process(shared(store))
    parts.clock.set(-2 * SECOND + 1)
    expect(await claim(other)).toBe('twin')
    parts.clock.set(-1)
    expect(await claim(other)).toMatchObject({ resumed: true })
  })

  test('continues it for ten minutes; then it needs a challenge again', async ({ store }) => {
    const { parts, claim } = await open(store)
    const challenge = await rowsOf(store, 'challenge')
    await claim()
    parts.clock.advance(10 * MINUTE - 1)
    expect(await claim()).toMatchObject({ resumed: true })
    parts.clock.advance(1)
    const before = await rowsOf(store, 'idempotency')
    await expect(claim()).rejects.toMatchObject({ code: 'challenge-expired' })
    expect(await rowsOf(store, 'idempotency')).toEqual(before)
    await put(store, { challenge: challenge.map((one) => ({ ...one, expires_at: parts.now() + 1 })) })
    expect(await claim()).toMatchObject({ resumed: false, claim: { created_at: parts.now() } })
    expect(await rowsOf(store, 'idempotency')).toMatchObject([{ created_at: parts.now() }])
  })

  test('needs a challenge where nothing is kept of what was previewed', async ({ store }) => {
    const { claim, process } = await open(store)
    await claim()
    await store.transact((tx) => tx.updateTable('idempotency').set({ payload: null }).execute())
    await expect(claim(process(alone(store)))).rejects.toMatchObject({ code: 'challenge-expired' })
  })

  test('returns the decision that it recorded, without a limit of time', async ({ store }) => {
    const { parts, claim, complete } = await open(store)
    await claim()
    await complete()
    parts.clock.advance(100 * MINUTE)
    expect(await claim()).toMatchObject({ done: { id: 'made', subject: 'subject of p' } })
  })

  test('is a twin where its decision cannot be found, and takes nothing', async ({ store }) => {
    const { claim, complete, process } = await open(store)
    await claim()
    await complete('somebody else')
    const before = await rowsOf(store, 'idempotency')
    expect(await claim(process())).toBe('twin')
    expect(await rowsOf(store, 'idempotency')).toEqual(before)
  })
})

describe('another body under a key that is claimed', () => {
  test('is refused for thirty seconds, and free after them', async ({ store }) => {
    const { parts, person, claim } = await open(store)
    await claim()
    const other = await person.signed('allow', { all: true })
    parts.clock.advance(30 * SECOND - 1)
    await expect(claim(undefined, other)).rejects.toMatchObject({ code: 'idempotency-key-reused' })
    expect(await rowsOf(store, 'challenge'), 'is not used up').toHaveLength(1)
    parts.clock.advance(1)
    expect(await claim(undefined, other)).toMatchObject({ resumed: false, decision: other.decision })
    expect(await rowsOf(store, 'idempotency')).toMatchObject([{ body_hash: bodyHash(other) }])
  })

  test('is refused for ever once a decision is recorded under it', async ({ store }) => {
    const { parts, person, claim, complete } = await open(store)
    await claim()
    await complete()
    parts.clock.advance(31 * SECOND)
    const other = await person.signed('allow', { all: true })
    await expect(claim(undefined, other)).rejects.toMatchObject({ code: 'idempotency-key-reused' })
  })
})

describe('a claim that is given up', () => {
  async function claimed(store: Store) {
    const all = await open(store)
    const first = await all.claim()
    if (first === 'twin' || 'done' in first) throw new Error('not claimed')
    return { ...all, giveUp: () => all.claims.giveUp(first.claim, all.person.session) }
  }

  test('frees its key', async ({ store }) => {
    const { giveUp } = await claimed(store)
    expect(await giveUp()).toBeNull()
    expect(await rowsOf(store, 'idempotency')).toEqual([])
    expect(await giveUp(), 'once more').toBeNull()
  })

  test('has the decision that another request recorded with the same body', async ({ store }) => {
    const { giveUp, complete } = await claimed(store)
    await complete()
    expect(await giveUp()).toMatchObject({ id: 'made' })
    expect(await rowsOf(store, 'idempotency')).toHaveLength(1)
  })

  test('has no decision of another body or of another person', async ({ store }) => {
    const { giveUp, complete } = await claimed(store)
    await complete()
    const change = (to: object) => store.transact((tx) => tx.updateTable('idempotency').set(to).execute())
    const [{ body_hash = '' } = {}] = await rowsOf(store, 'idempotency')
    await change({ body_hash: 'another' })
    expect(await giveUp()).toBeNull()
    await change({ body_hash })
    await store.transact((tx) => tx.updateTable('decision').set({ subject: 'somebody else' }).execute())
    expect(await giveUp()).toBeNull()
    expect(await rowsOf(store, 'idempotency')).toHaveLength(1)
  })
})
