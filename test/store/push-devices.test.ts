import { createECDH } from 'node:crypto'
import { describe, expect } from 'vitest'
import { createSubscriptionSeal } from '../../api/push/sealed-subscription.ts'
import { createPushSender } from '../../api/push/sender.ts'
import { createPushSubscriptions } from '../../api/services/push-subscriptions.ts'
import type { Store } from '../../api/store/store.ts'
import { signedIn } from '../support/bare-person.ts'
import { createParts } from '../support/bare-services.ts'
import { test } from '../support/bare-store.ts'
import { put, rowsOf } from '../support/rows.ts'

const POINT = createECDH('prime256v1').generateKeys('base64url')
const device = (name: string, p256dh = POINT) => ({
  endpoint: `https://fcm.googleapis.com/fcm/send/${name}`,
  keys: { p256dh, auth: 'A'.repeat(22) },
})

/** A person whose devices may get pushes. */
async function open(store: Store, change: Parameters<typeof signedIn>[2] = {}) {
  const parts = createParts(store)
  const person = await signedIn(parts, 'p', change)
  const seal = createSubscriptionSeal(parts.keys.push.secret, parts.random)
  const service = createPushSubscriptions({ ...parts, sender: createPushSender(parts), seal })
  return { parts, person, seal, service }
}

describe('a device', () => {
  test('is stored sealed, under the session and the passkey that it signed in with', async ({ store }) => {
    const { parts, person, seal, service } = await open(store)
    await service.add(person.session, device('one'))
    const [row, ...more] = await rowsOf(store, 'push_subscription')
    expect([row, more]).toEqual([
      {
        id: seal.idOf(device('one').endpoint),
        patient_id: 'p',
        session_id: 'session of p',
        passkey_id: person.passkey.id,
        sealed: expect.any(String),
        told: 0,
        tries: 0,
        created_at: parts.now(),
      },
      [],
    ])
    expect(row?.sealed).not.toContain('fcm')
    expect(seal.open(row?.sealed ?? '')).toEqual(device('one'))
    expect(await rowsOf(store, 'push_person')).toMatchObject([{ patient_id: 'p', looked_until: parts.now() }])
  })

  test('takes the place of the oldest of ten', async ({ store }) => {
    const { parts, person, seal, service } = await open(store)
    for (let i = 0; i < 10; i++) {
      await service.add(person.session, device(`${i}`))
      parts.clock.advance(1)
    }
    expect(await rowsOf(store, 'push_subscription')).toHaveLength(10)
    await service.add(person.session, device('new'))
    const names = (await rowsOf(store, 'push_subscription')).map(
      ({ sealed }) => seal.open(sealed).endpoint.split('/').at(-1) ?? '',
    )
    expect(names.sort()).toEqual(['1', '2', '3', '4', '5', '6', '7', '8', '9', 'new'])
  })

  test('is refused where others use it as well', async ({ store }) => {
    const { person, service } = await open(store, { device: 'shared' })
    const refused = { code: 'kiosk-refused' }
    await expect(service.add(person.session, device('one'))).rejects.toMatchObject(refused)
    await expect(service.remove(person.session)).rejects.toMatchObject(refused)
    expect(() => service.own(person.session)).toThrow(expect.objectContaining(refused))
    expect(service.own({ ...person.session, device: 'personal' })).toMatchObject({ patient_id: 'p' })
  })

  test('is refused with another push service, or with what is no point', async ({ store }) => {
    const { person, service } = await open(store)
    const elsewhere = { ...device('one'), endpoint: 'https://elsewhere.example/one' }
    await expect(service.add(person.session, elsewhere)).rejects.toMatchObject({
      code: 'push-service-refused',
    })
    const offCurve = Buffer.concat([Buffer.of(4), Buffer.alloc(64, 1)]).toString('base64url')
    for (const p256dh of [offCurve, 'AAAA'])
      await expect(service.add(person.session, device('one', p256dh))).rejects.toMatchObject({
        code: 'invalid-request',
        issues: [{ path: 'keys.p256dh', message: 'must be a point on P-256' }],
      })
    expect(await rowsOf(store, 'push_subscription')).toEqual([])
  })

  test('needs the session as it stands, signed in by a passkey', async ({ store }) => {
    const { person, service } = await open(store)
    const refused = { code: 'not-signed-in' }
    const before = { ...person.session, secret_hash: 'before' }
    await expect(service.add(before, device('one'))).rejects.toMatchObject(refused)
    await expect(service.remove(before)).rejects.toMatchObject(refused)
    await store.transact((tx) =>
      tx.updateTable('session').set({ passkey_id: null, patient_id: null }).execute(),
    )
    await expect(service.add(person.session, device('one'))).rejects.toMatchObject(refused)
    expect(await rowsOf(store, 'push_subscription')).toEqual([])
  })

  test('is forgotten by the session that stored it', async ({ store }) => {
    const { person, service } = await open(store)
    await service.add(person.session, device('one'))
    await put(store, { push_subscription: [{ id: 'elsewhere', session_id: 'another' }] })
    await service.remove(person.session)
    expect((await rowsOf(store, 'push_subscription')).map(({ id }) => id)).toEqual(['elsewhere'])
  })
})
