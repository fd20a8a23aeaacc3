import { describe, expect } from 'vitest'
import type { PushBody } from '../../api/contract/push.ts'
import { openKiosk } from '../support/kiosk.ts'
import { ordinary } from '../support/people.ts'
import { test } from '../support/push-world.ts'
import { expectRefused } from '../support/refused.ts'

describe('a subscription is refused', () => {
  test.for([
    ['http', 'http://push.example/a'],
    ['another host', 'https://push.example.net/a'],
    ['a name that only ends alike', 'https://apush.example/a'],
    ['a name below one that is named alone', 'https://a.push.example/a'],
    ['an address', 'https://127.0.0.1/a'],
    ['an address in another form', 'https://2130706433/a'],
    ['an address of IPv6', 'https://[::1]/a'],
    ['the address of a cloud’s metadata', 'https://169.254.169.254/latest/meta-data'],
    ['another port', 'https://push.example:8443/a'],
    ['credentials', 'https://user:secret@push.example/a'],
    ['a fragment', 'https://push.example/a#b'],
    ['the host as a name of a user', 'https://push.example@127.0.0.1/a'],
    ['another scheme', 'ftp://push.example/a'],
  ])('with %s as its endpoint', async ([, endpoint = ''], { world, service }) => {
    const patient = world.patient()
    await patient.enrol(ordinary(0).id)
    const json = { ...service.subscribe(), endpoint }
    await expectRefused(
      world,
      'push-service-refused',
      () => patient.browser.send('POST', '/api/push', { json }),
      [endpoint],
    )
  })

  test.for<[string, (body: PushBody) => unknown]>([
    ['no endpoint', ({ keys }) => ({ keys })],
    ['an endpoint that is no address', (body) => ({ ...body, endpoint: 'push.example/a' })],
    [
      'an endpoint that is too long',
      (body) => ({ ...body, endpoint: `https://push.example/${'a'.repeat(1024)}` }),
    ],
    ['no keys', ({ endpoint }) => ({ endpoint })],
    ['a key that is short', (body) => ({ ...body, keys: { ...body.keys, p256dh: 'BAAA' } })],
    ['a key that is no point', (body) => ({ ...body, keys: { ...body.keys, p256dh: `B${'A'.repeat(86)}` } })],
    ['a secret that is short', (body) => ({ ...body, keys: { ...body.keys, auth: 'AAAA' } })],
    ['an unknown member', (body) => ({ ...body, name: 'a' })],
    ['an unknown key', (body) => ({ ...body, keys: { ...body.keys, other: 'a' } })],
  ])('with %s', async ([, broken], { world, service }) => {
    const patient = world.patient()
    await patient.enrol(ordinary(0).id)
    const json = broken(service.subscribe())
    await expectRefused(world, 'invalid-request', () => patient.browser.send('POST', '/api/push', { json }))
  })

  test('of nobody, and of a person who has only been proofed', async ({ world, service }) => {
    const patient = world.patient()
    const calls = () =>
      [
        ['GET', undefined],
        ['POST', service.subscribe()],
        ['DELETE', undefined],
      ].map(
        ([method, json]) =>
          () =>
            patient.browser.send(method as string, '/api/push', json === undefined ? {} : { json }),
      )
    for (const call of calls()) await expectRefused(world, 'not-signed-in', call)
    await patient.prove(ordinary(0).id)
    for (const call of calls()) await expectRefused(world, 'not-signed-in', call)
  })

  test('at a kiosk and on any shared device, which is not even told the key', async ({ world, service }) => {
    const kiosk = openKiosk(world)
    await kiosk.begin()
    const shared = kiosk.patient
    await shared.enrol(ordinary(0).id)
    for (const method of ['GET', 'POST', 'DELETE'])
      await expectRefused(world, 'kiosk-refused', () =>
        shared.browser.send(method, '/api/push', method === 'POST' ? { json: service.subscribe() } : {}),
      )
  })

  test('of a service that sends none', async ({ world, service }) => {
    const patient = world.patient()
    await patient.enrol(ordinary(0).id)
    await world.restart(async () => {}, { ERABU_PUSH_HOSTS: 'none' })
    expect(await patient.call('GET', '/api/push')).toEqual({ public_key: null, on: false })
    await expectRefused(world, 'push-service-refused', () =>
      patient.browser.send('POST', '/api/push', { json: service.subscribe() }),
    )
  })
})
