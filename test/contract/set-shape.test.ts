import { decodeProtectedHeader } from 'jose'
import { expect } from 'vitest'
import { test } from '../support/world-test.ts'
import { DATABASE, decides, linkedOutsider } from './linked-outsider.ts'
import { digestOf, verifySet } from './sets.ts'

test('a revocation is a SET with exactly the documented members', async ({ world }) => {
  const { outsider, stream, people, linked } = await linkedOutsider(world, 1)
  await (await decides(world, people[0]?.id ?? ''))('stop')
  const [[jti, set] = ['', '']] = Object.entries((await outsider.poll(stream)).sets)
  const { payload } = await verifySet(world.origin, DATABASE, set)

  expect(decodeProtectedHeader(set)).toEqual({ alg: 'ES256', typ: 'secevent+jwt', kid: expect.any(String) })
  expect(payload).toEqual({
    iss: world.origin,
    aud: DATABASE,
    iat: expect.any(Number),
    jti,
    txn: expect.any(String),
    sub_id: { format: 'opaque', id: linked[0]?.token },
    events: {
      'https://schemas.openid.net/secevent/caep/event-type/credential-change': {
        credential_type: 'linkage-token',
        change_type: 'revoke',
        initiating_entity: 'user',
        event_timestamp: payload.iat,
        'urn:erabu:linkage': { seq: 1, purpose: 'research', status_list: linked[0]?.status_list },
      },
    },
  })
})

test('allowing again is a SET that names the token that it replaces', async ({ world }) => {
  const { outsider, stream, people, linked } = await linkedOutsider(world, 1)
  const decide = await decides(world, people[0]?.id ?? '')
  await decide('stop')
  const [revocation = ''] = Object.keys((await outsider.poll(stream)).sets)
  await decide('allow')
  const [set = ''] = Object.values((await outsider.poll(stream, { ack: [revocation] })).sets)
  const { payload } = await verifySet(world.origin, DATABASE, set)

  expect(Object.keys(payload).sort()).toEqual(['aud', 'events', 'iat', 'iss', 'jti', 'sub_id', 'txn'])
  expect(payload.events).toEqual({
    'https://schemas.openid.net/secevent/caep/event-type/credential-change': {
      credential_type: 'linkage-token',
      change_type: 'create',
      initiating_entity: 'user',
      event_timestamp: payload.iat,
      'urn:erabu:linkage': {
        seq: 2,
        purpose: 'research',
        replaces: linked[0]?.token,
        status_list: { uri: linked[0]?.status_list.uri, idx: expect.any(Number) },
      },
    },
  })
})

test('a verification is a SET that carries the state it was asked with and the head of the feed', async ({
  world,
}) => {
  const { outsider, stream, people, linked } = await linkedOutsider(world, 1)
  await (await decides(world, people[0]?.id ?? ''))('stop')
  const [revocation = ''] = Object.keys((await outsider.poll(stream)).sets)
  const json = { stream_id: stream, state: 'are you there' }
  expect((await outsider.send('POST', '/ssf/verify', { json })).status).toBe(204)
  const [set = ''] = Object.values((await outsider.poll(stream, { ack: [revocation] })).sets)
  const { payload } = await verifySet(world.origin, DATABASE, set)

  expect(payload.events).toEqual({
    'https://schemas.openid.net/secevent/ssf/event-type/verification': {
      state: 'are you there',
      'urn:erabu:head': {
        seq: 1,
        revoked_count: 1,
        revoked_digest: digestOf([linked[0]?.token ?? '']),
      },
    },
  })
})

test('a SET does not verify for another database', async ({ world }) => {
  const { outsider, stream, people } = await linkedOutsider(world, 1)
  await (await decides(world, people[0]?.id ?? ''))('stop')
  const [set = ''] = Object.values((await outsider.poll(stream)).sets)
  await expect(verifySet(world.origin, 'demo-biobank', set)).rejects.toMatchObject({ claim: 'aud' })
})
