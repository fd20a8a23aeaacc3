import { setTimeout as sleep } from 'node:timers/promises'
import { describe, expect } from 'vitest'
import { test } from '../support/world-test.ts'
import { DATABASE } from './linked-outsider.ts'
import { createOutsider, requestToken } from './outsider.ts'
import { digestOf } from './sets.ts'
import { type Json, streaming } from './streaming.ts'

const VERIFICATION = 'https://schemas.openid.net/secevent/ssf/event-type/verification'
const UPDATED = 'https://schemas.openid.net/secevent/ssf/event-type/stream-updated'
const CHANGE = 'https://schemas.openid.net/secevent/caep/event-type/credential-change'

describe('Shared Signals Framework 1.0, transmitter', () => {
  test('§7.1.1 the configuration has its required members, and no empty array', async ({ world }) => {
    const configuration = (await (
      await fetch(`${world.origin}/.well-known/ssf-configuration`)
    ).json()) as Json
    expect(configuration).toEqual({
      spec_version: '1_0',
      issuer: world.origin,
      jwks_uri: `${world.origin}/jwks.json`,
      delivery_methods_supported: ['urn:ietf:rfc:8936'],
      configuration_endpoint: `${world.origin}/ssf/streams`,
      status_endpoint: `${world.origin}/ssf/status`,
      verification_endpoint: `${world.origin}/ssf/verify`,
      authorization_schemes: [{ spec_urn: 'urn:ietf:rfc:6749' }],
      default_subjects: 'ALL',
    })
  })

  test('§8.1.1.1 creating answers 201 with the whole configuration', async ({ world }) => {
    const outsider = await createOutsider(world.origin, world.holder(DATABASE).key, DATABASE)
    const json = {
      aud: DATABASE,
      events_requested: [CHANGE, 'urn:unknown'],
      description: 'nightly',
      extra: 1,
    }
    const response = await outsider.send('POST', '/ssf/streams', { json })
    const body = (await response.json()) as Json
    expect(response.status).toBe(201)
    expect(body).toEqual({
      stream_id: body.stream_id,
      iss: world.origin,
      aud: DATABASE,
      delivery: {
        method: 'urn:ietf:rfc:8936',
        endpoint_url: `${world.origin}/ssf/streams/${body.stream_id}/poll`,
      },
      events_supported: [CHANGE, VERIFICATION],
      events_requested: [CHANGE, 'urn:unknown'],
      events_delivered: [CHANGE],
      description: 'nightly',
    })
  })

  test('§8.1.1.1 creating a second one answers 409, and a push delivery 400', async ({ world }) => {
    const { call } = await streaming(world)
    expect((await call('POST', '/ssf/streams', { aud: DATABASE })).status).toBe(409)
    const push = { aud: DATABASE, delivery: { method: 'urn:ietf:rfc:8935', endpoint_url: 'https://e' } }
    expect((await call('POST', '/ssf/streams', push)).status).toBe(400)
  })

  test('§8.1.1.2 reading gives one by its id, all as an array, 404 for an unknown one', async ({ world }) => {
    const { call, stream } = await streaming(world)
    const one = await call('GET', `/ssf/streams?stream_id=${stream}`)
    expect([one.status, one.body.stream_id]).toEqual([200, stream])
    expect((await call('GET', '/ssf/streams')).body).toEqual([one.body])
    expect((await call('GET', '/ssf/streams?stream_id=unknown')).status).toBe(404)
  })

  test('§8.1.1.3 updating changes what is named and nothing else', async ({ world }) => {
    const { call, stream } = await streaming(world)
    const before = (await call('GET', `/ssf/streams?stream_id=${stream}`)).body
    const changed = await call('PATCH', '/ssf/streams', { stream_id: stream, description: 'new' })
    expect(changed).toEqual({ status: 200, body: { ...before, description: 'new' } })
    const again = await call('PATCH', '/ssf/streams', { stream_id: stream, events_requested: [CHANGE] })
    expect(again.body).toMatchObject({ description: 'new', events_requested: [CHANGE] })
  })

  test('§8.1.1.4 replacing drops what is not named', async ({ world }) => {
    const { call, stream } = await streaming(world)
    await call('PATCH', '/ssf/streams', { stream_id: stream, description: 'old', events_requested: [CHANGE] })
    const { status, body } = await call('PUT', '/ssf/streams', { stream_id: stream, aud: DATABASE })
    expect(status).toBe(200)
    expect(body).not.toHaveProperty('description')
    expect(body).not.toHaveProperty('events_requested')
  })

  test.for(['PATCH', 'PUT'])(
    '§8.1.1.3/4 %s refuses our members with other values (400), and an unknown stream (404)',
    async (method, { world }) => {
      const { call, stream } = await streaming(world)
      expect((await call(method, '/ssf/streams', { stream_id: stream, iss: 'https://other' })).status).toBe(
        400,
      )
      expect((await call(method, '/ssf/streams', { stream_id: stream, aud: 'demo-biobank' })).status).toBe(
        400,
      )
      expect((await call(method, '/ssf/streams', { stream_id: 'unknown' })).status).toBe(404)
      expect((await call(method, '/ssf/streams', { description: 'no id' })).status).toBe(400)
    },
  )

  test('§8.1.1.5 deleting answers 204, and then the stream does not exist', async ({ world }) => {
    const { call, stream } = await streaming(world)
    const waiting = call('POST', `/ssf/streams/${stream}/poll`, {})
    while (world.deps.wakeUps.waiting('demo-registry') === 0) await sleep(10)
    expect(await call('DELETE', `/ssf/streams?stream_id=${stream}`)).toEqual({ status: 204, body: null })
    expect((await waiting).status).toBe(404)
    expect((await call('DELETE', `/ssf/streams?stream_id=${stream}`)).status).toBe(404)
    expect((await call('POST', `/ssf/streams/${stream}/poll`, { returnImmediately: true })).status).toBe(404)
  })

  test('§8.1.2 a paused stream holds its events and says so', async ({ world }) => {
    const { call, stream, outsider, waiting, stops } = await streaming(world, 1)
    const paused = await call('POST', '/ssf/status', {
      stream_id: stream,
      status: 'paused',
      reason: 'backup',
    })
    expect(paused).toEqual({ status: 200, body: { stream_id: stream, status: 'paused', reason: 'backup' } })
    expect((await call('GET', `/ssf/status?stream_id=${stream}`)).body).toEqual(paused.body)
    expect(await waiting(UPDATED)).toMatchObject([{ status: 'paused', reason: 'backup' }])
    await stops()
    expect(await waiting(CHANGE)).toEqual([])
    expect(await outsider.poll(stream)).toMatchObject({
      moreAvailable: false,
      'urn:erabu:head': { seq: 1 },
      'urn:erabu:status': 'paused',
    })
    await call('POST', '/ssf/status', { stream_id: stream, status: 'enabled' })
    expect(await waiting(CHANGE)).toHaveLength(1)
    const after = await outsider.poll(stream)
    expect([after['urn:erabu:head'].seq, 'urn:erabu:status' in after]).toEqual([1, false])
  })

  test('§8.1.2 a long poll on a paused stream waits, and is answered when it is enabled', async ({
    world,
  }) => {
    const { call, stream, outsider, waiting, stops } = await streaming(world, 1)
    await call('POST', '/ssf/status', { stream_id: stream, status: 'paused' })
    const ack = Object.keys((await outsider.poll(stream)).sets)
    await outsider.poll(stream, { ack, maxEvents: 0 })
    await stops()
    const long = outsider.poll(stream, { returnImmediately: false })
    expect(await Promise.race([long, sleep(300, 'still waiting')])).toBe('still waiting')
    await call('POST', '/ssf/status', { stream_id: stream, status: 'enabled' })
    expect(Object.keys((await long).sets)).not.toEqual([])
    expect(await waiting(CHANGE)).toHaveLength(1)
  })

  test('§8.1.2 a disabled stream drops its events; the head still counts them', async ({ world }) => {
    const { call, stream, outsider, waiting, stops } = await streaming(world, 1)
    await call('POST', '/ssf/status', { stream_id: stream, status: 'disabled' })
    expect(await waiting(UPDATED)).toMatchObject([{ status: 'disabled' }])
    await stops()
    await call('POST', '/ssf/status', { stream_id: stream, status: 'enabled' })
    expect(await waiting(CHANGE)).toEqual([])
    expect((await outsider.poll(stream))['urn:erabu:head'].revoked_count).toBe(1)
    expect((await call('POST', `/ssf/streams/${stream}/rewind`, { after_seq: 0 })).status).toBe(204)
    expect(await waiting(CHANGE)).toHaveLength(1)
  })

  test('§8.1.2 the status of an unknown stream is 404, an unknown status 400', async ({ world }) => {
    const { call, stream } = await streaming(world)
    expect((await call('GET', '/ssf/status?stream_id=unknown')).status).toBe(404)
    expect((await call('POST', '/ssf/status', { stream_id: 'unknown', status: 'paused' })).status).toBe(404)
    expect((await call('POST', '/ssf/status', { stream_id: stream, status: 'asleep' })).status).toBe(400)
  })

  test('§8.1.4 verification answers 204 and comes with the state as it was sent', async ({ world }) => {
    const { call, stream, waiting } = await streaming(world)
    const state = 'Zm9v ☂'
    expect(await call('POST', '/ssf/verify', { stream_id: stream, state })).toEqual({
      status: 204,
      body: null,
    })
    expect(await waiting(VERIFICATION)).toMatchObject([{ state }])
    expect((await call('POST', '/ssf/verify', { stream_id: 'unknown' })).status).toBe(404)
  })

  test('§8.1.4.2 a holder that asks for verifications without fetching them is told to wait (429)', async ({
    world,
  }) => {
    const { call, stream, waiting } = await streaming(world)
    const ask = () => call('POST', '/ssf/verify', { stream_id: stream })
    for (let asked = 0; asked < 20; asked++) expect((await ask()).status).toBe(204)
    expect((await ask()).status).toBe(429)
    expect(await waiting(VERIFICATION)).toHaveLength(20)
  })

  test('§8.1.4 a stream that has been silent gets a verification unasked, without state, with the head', async ({
    world,
  }) => {
    const { waiting } = await streaming(world)
    expect(await waiting(VERIFICATION)).toEqual([])
    world.clock.advance(5 * 60_000 + 1000)
    await world.tick()
    await world.tick()
    const beats = await waiting(VERIFICATION)
    expect(beats).toEqual([{ 'urn:erabu:head': { seq: 0, revoked_count: 0, revoked_digest: digestOf([]) } }])
  })

  test('§8.1.4 unfetched heartbeats do not pile up, and continue once fetched', async ({ world }) => {
    await streaming(world)
    const beat = async () => {
      for (let silence = 0; silence < 3; silence++) {
        world.clock.advance(5 * 60_000 + 1000)
        await world.tick()
      }
      const holder = world.holder(DATABASE)
      const jtis = Object.keys((await holder.poll()).sets)
      await holder.poll({ ack: jtis, maxEvents: 0 })
      return jtis
    }
    const [first, second] = [await beat(), await beat()]
    expect([first.length, second.length]).toEqual([1, 1])
    expect(second).not.toEqual(first)
  })

  test('§8 refuses without a token (401), without the scope (403), another client (404)', async ({
    world,
  }) => {
    const { stream } = await streaming(world)
    const poll = `${world.origin}/ssf/streams/${stream}/poll`
    const post = (authorization?: string) =>
      fetch(poll, {
        method: 'POST',
        headers: { 'content-type': 'application/json', ...(authorization ? { authorization } : {}) },
        body: '{"returnImmediately":true}',
      })
    expect((await post()).status).toBe(401)
    const narrow = await requestToken(world.origin, world.holder(DATABASE).key, undefined, 'linkages.write')
    const scoped = await post(`Bearer ${narrow}`)
    expect([scoped.status, scoped.headers.get('www-authenticate')]).toEqual([
      403,
      'Bearer error="insufficient_scope"',
    ])
    const stranger = await requestToken(world.origin, world.holder('demo-biobank').key)
    expect((await post(`Bearer ${stranger}`)).status).toBe(404)
  })
})
