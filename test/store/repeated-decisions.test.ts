import { describe, expect } from 'vitest'
import { asSelf } from '../../api/auth/session-rights.ts'
import { createDecisions } from '../../api/services/decisions.ts'
import type { Store } from '../../api/store/store.ts'
import { signedIn } from '../support/bare-person.ts'
import { createParts } from '../support/bare-services.ts'
import { test } from '../support/bare-store.ts'
import { SECOND } from '../support/clock.ts'
import { rowsOf } from '../support/rows.ts'
import { createSeam } from '../support/seam.ts'

const KEY = 'a key of the client'

/** A person with a signed stop, and what takes it in a process of its own. */
async function open(store: Store, change: { counts?: boolean } = {}) {
  const parts = createParts(store)
  const person = await signedIn(parts, 'p', change)
  const body = await person.signed('stop', { all: true })
  /** A process; its `seam` lets something happen before one of its transactions. */
  function start() {
    const seam = createSeam(store)
    const signer = { ...parts.signer }
    const service = createDecisions({ ...parts, store: seam.store, signer })
    return {
      seam,
      /** The request dies between its claim and its record. */
      async cutOff(key = KEY, of = body) {
        signer.sign = () => {
          throw new Error('cut off')
        }
        await expect(service.decide(asSelf(person.session), key, of)).rejects.toThrow('cut off')
        signer.sign = parts.signer.sign
      },
      decide: (key = KEY, of = body) => service.decide(asSelf(person.session), key, of),
    }
  }
  return { parts, person, body, start }
}
/** Number of the transaction in which a decision is recorded: the first claims its key. */
const RECORD = 1
/** After this time another process may work on a claim. */
const RESUME = 2 * SECOND

describe('the same body under the same key', () => {
  test('is answered with the same decision', async ({ store }) => {
    const { body, start } = await open(store)
    const { decide } = start()
    const first = await decide()
    expect(first.id).toBe(body.decision.id)
    expect(await decide()).toEqual(first)
    expect(await rowsOf(store, 'decision')).toEqual([first])
  })

  test('waits for its twin, and gets its answer', async ({ store }) => {
    const { start } = await open(store)
    const { seam, decide } = start()
    let twin: ReturnType<typeof decide> | undefined
    seam.before(RECORD, async () => {
      twin = decide()
    })
    const first = await decide()
    expect(await twin).toEqual(first)
    expect(await rowsOf(store, 'decision')).toHaveLength(1)
  })

  test('is asked to come again where its twin takes longer than three seconds', async ({ store }) => {
    const { parts, start } = await open(store)
    const { seam, decide } = start()
    let refused: unknown
    seam.before(RECORD, async () => {
      const twin = decide().catch((error: unknown) => error)
      parts.clock.advance(3 * SECOND)
      refused = await twin
    })
    await decide()
    expect(refused).toMatchObject({ code: 'request-in-progress', headers: { 'Retry-After': '1' } })
  })

  test('waits for nearly three seconds', async ({ store }) => {
    const { parts, start } = await open(store)
    const { seam, decide } = start()
    let twin: ReturnType<typeof decide> | undefined
    seam.before(RECORD, async () => {
      twin = decide()
      parts.clock.advance(3 * SECOND - 1)
    })
    const first = await decide()
    expect(await twin).toEqual(first)
  })

  test('continues where the first request died, and is recorded', async ({ store }) => {
    const { body, start } = await open(store)
    const one = start()
    await one.cutOff()
    expect(await rowsOf(store, 'decision')).toEqual([])
    expect(await one.decide()).toMatchObject({ id: body.decision.id })
    expect(await rowsOf(store, 'idempotency')).toMatchObject([
      { decision_id: body.decision.id, payload: null },
    ])
  })

  test('is recorded by the first of two processes that work on it', async ({ store }) => {
    const { parts, start } = await open(store)
    const [one, other] = [start(), start()]
    let faster: Awaited<ReturnType<typeof other.decide>> | undefined
    one.seam.before(RECORD, async () => {
      parts.clock.advance(RESUME)
      faster = await other.decide()
    })
    expect(await one.decide()).toEqual(faster)
    expect(await rowsOf(store, 'decision')).toEqual([faster])
  })

  test('is answered though its passkey was removed after another process recorded it', async ({ store }) => {
    const { parts, start } = await open(store)
    const [one, other] = [start(), start()]
    await one.cutOff()
    parts.clock.advance(RESUME)
    let faster: Awaited<ReturnType<typeof other.decide>> | undefined
    // The passkey is read after the claim.
    const read = one.seam.store.read
    one.seam.store.read = async (fn) => {
      faster ??= await other.decide()
      await store.transact((tx) => tx.deleteFrom('passkey').execute())
      return read(fn)
    }
    expect(await one.decide()).toEqual(faster)
    expect(await rowsOf(store, 'decision')).toEqual([faster])
  })
})

describe('a claim whose request died', () => {
  test('is not recorded over what the person decided after it', async ({ store }) => {
    const { parts, person, start } = await open(store)
    const { cutOff, decide } = start()
    await cutOff()
    parts.clock.advance(1)
    const later = await decide('another key', await person.signed('allow', { all: true }))
    await expect(decide()).rejects.toMatchObject({
      code: 'challenge-expired',
      message: 'a later decision is recorded',
    })
    expect(await rowsOf(store, 'decision')).toEqual([later])
    expect(await rowsOf(store, 'idempotency'), 'its key is free').toHaveLength(1)
  })

  test('is recorded after what the person decided before it', async ({ store }) => {
    const { parts, person, body, start } = await open(store)
    const { cutOff, decide } = start()
    await decide('another key', await person.signed('allow', { all: true }))
    parts.clock.advance(1)
    await cutOff()
    expect(await decide()).toMatchObject({ id: body.decision.id, ordinal: 2 })
  })
})

test('a decision that was claimed first is recorded after a later one, if its request lives', async ({
  store,
}) => {
  const { parts, person, body, start } = await open(store)
  const { seam, decide } = start()
  seam.before(RECORD, async () => {
    parts.clock.advance(1)
    await decide('another key', await person.signed('allow', { all: true }))
  })
  expect(await decide()).toMatchObject({ id: body.decision.id, ordinal: 2 })
})

describe('a refusal', () => {
  test('frees the key for another signature', async ({ store }) => {
    const { person, start } = await open(store)
    const { decide } = start()
    const bad = await person.signed('stop', { all: true }, { flaw: { badSignature: true } })
    await expect(decide(KEY, bad)).rejects.toMatchObject({ code: 'passkey-rejected' })
    expect(await rowsOf(store, 'idempotency')).toEqual([])
    expect(await decide()).toMatchObject({ ordinal: 1 })
  })

  test('is passed on, and a failure of the service keeps the claim', async ({ store }) => {
    const { start } = await open(store)
    const { cutOff } = start()
    await cutOff()
    expect(await rowsOf(store, 'idempotency')).toMatchObject([
      { decision_id: null, payload: expect.any(String) },
    ])
  })

  test('is told of a passkey that has signed meanwhile', async ({ store }) => {
    const { person, body, start } = await open(store, { counts: true })
    const { seam, decide } = start()
    const later = await person.signed('allow', { all: true })
    seam.before(RECORD, () => decide('another key', later))
    await expect(decide(KEY, body)).rejects.toMatchObject({ code: 'passkey-rejected' })
    expect(await rowsOf(store, 'decision')).toMatchObject([{ choice: 'allow' }])
  })
})
