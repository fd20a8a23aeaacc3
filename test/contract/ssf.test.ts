import { setTimeout as sleep } from 'node:timers/promises'
import { decodeJwt, decodeProtectedHeader } from 'jose'
import { describe, expect } from 'vitest'
import { createApp } from '../../api/app.ts'
import { listen } from '../support/serve.ts'
import type { World } from '../support/world.ts'
import { test } from '../support/world-test.ts'
import { DATABASE, decides, linkedOutsider } from './linked-outsider.ts'
import { createOutsider, type Polled, requestToken } from './outsider.ts'
import { changesOf, digestOf, verifySet } from './sets.ts'

const VERIFICATION = 'https://schemas.openid.net/secevent/ssf/event-type/verification'
const UPDATED = 'https://schemas.openid.net/secevent/ssf/event-type/stream-updated'
const CHANGE = 'https://schemas.openid.net/secevent/caep/event-type/credential-change'

type Json = Record<string, unknown>

/** An outsider with a stream, and its calls with their status. */
async function streaming(world: World, count = 0) {
  const linked = await linkedOutsider(world, count)
  const { outsider, stream } = linked
  const call = async (method: string, path: string, json?: unknown) => {
    const response = await outsider.send(method, path, json === undefined ? {} : { json })
    const text = await response.text()
    return { status: response.status, body: (text ? JSON.parse(text) : null) as Json }
  }
  /** Events of one type that wait, verified. */
  const waiting = async (type: string) => {
    const { sets } = await outsider.poll(stream)
    const payloads = await Promise.all(
      Object.values(sets).map(async (set) => (await verifySet(world.origin, DATABASE, set)).payload),
    )
    return payloads.flatMap(({ events }) => (events as Record<string, Json>)[type] ?? [])
  }
  const stops = async () => {
    for (const { id } of linked.people) await (await decides(world, id))('stop')
  }
  return { ...linked, call, waiting, stops }
}

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
    '§8.1.1.3/4 %s refuses members of ours that differ (400), a stranger stream (404)',
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

  test('§8.1.1.5 deleting answers 204, then nothing is there', async ({ world }) => {
    const { call, stream } = await streaming(world)
    const waiting = call('POST', `/ssf/streams/${stream}/poll`, {})
    while (world.deps.feedSignal.waiting() === 0) await sleep(10)
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

  test('§8.1.2 a long poll on a paused stream waits, and is answered by its being enabled', async ({
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

  test('§8.1.2 a disabled stream drops its events; the head still tells that they were', async ({
    world,
  }) => {
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

  test('§8.1.4.2 whoever asks for verification without fetching it is told to wait (429)', async ({
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

  test('§8.1.4 heartbeats that nobody fetches do not pile up, and go on when they are', async ({ world }) => {
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

describe('RFC 8936, poll-based delivery', () => {
  test('§2.4 members that are unknown are passed over', async ({ world }) => {
    const { call, stream } = await streaming(world)
    const body = { returnImmediately: true, futureMember: { a: 1 } }
    expect((await call('POST', `/ssf/streams/${stream}/poll`, body)).status).toBe(200)
  })

  test('§2.4 a set that the holder could not use is not sent again, and its error is kept', async ({
    world,
  }) => {
    const { outsider, stream, stops } = await streaming(world, 2)
    await stops()
    const [bad = '', good = ''] = Object.keys((await outsider.poll(stream)).sets)
    const setErrs = { [bad]: { err: 'authentication_failed', description: 'no key' } }
    const rest = await outsider.poll(stream, { setErrs })
    expect(Object.keys(rest.sets)).toEqual([good])
    const errors = await world.deps.store.read((db) => db.selectFrom('delivery_error').selectAll().execute())
    expect(errors).toMatchObject([{ jti: bad, err: 'authentication_failed' }])
    expect(JSON.stringify(errors)).not.toContain('no key')
  })

  test('§2.5 acknowledging out of order leaves what is between', async ({ world }) => {
    const { outsider, stream, stops } = await streaming(world, 3)
    await stops()
    const jtis = Object.keys((await outsider.poll(stream)).sets)
    const [first = '', middle = '', last = ''] = jtis
    await outsider.poll(stream, { ack: [last], maxEvents: 0 })
    expect(Object.keys((await outsider.poll(stream, { ack: [first] })).sets)).toEqual([middle])
    expect((await outsider.poll(stream, { ack: [middle] })).sets).toEqual({})
  })

  test('§2.2 maxEvents 1 brings one at a time, in order, and says whether more are there', async ({
    world,
  }) => {
    const { outsider, stream, stops } = await streaming(world, 3)
    await stops()
    const all = Object.keys((await outsider.poll(stream)).sets)
    const seen: unknown[] = []
    for (let ack: string[] = [], more = true; more; ) {
      const { sets, moreAvailable = false } = await outsider.poll(stream, { maxEvents: 1, ack })
      ack = Object.keys(sets)
      more = moreAvailable
      seen.push([...ack, more])
    }
    expect(seen).toEqual(all.map((jti, index) => [jti, index < 2]))
  })

  test('§2.3 what was not acknowledged comes again at once for who asks, after a time for who waits', async ({
    world,
  }) => {
    const { outsider, stream, stops } = await streaming(world, 2)
    await stops()
    const long = () => outsider.poll(stream, { returnImmediately: false })
    const jtis = Object.keys((await long()).sets)
    expect(jtis).toHaveLength(2)
    expect(Object.keys((await outsider.poll(stream)).sets)).toEqual(jtis)
    const again = long()
    expect(await Promise.race([again, sleep(300, 'not yet')])).toBe('not yet')
    expect(Object.keys((await again).sets)).toEqual(jtis)
  })

  test('§2.3 news, an acknowledgement and a rewind let a long poll go on at once', async ({ world }) => {
    const { outsider, stream, stops, call } = await streaming(world, 3)
    const long = async () => {
      const polled = outsider.poll(stream, { returnImmediately: false })
      const answer = await Promise.race([polled, sleep(1500, null)])
      return answer && Object.keys(answer.sets)
    }
    await stops()
    const [first = '', ...others] = (await long()) ?? []
    await outsider.poll(stream, { ack: [first], maxEvents: 0 })
    expect(await long()).toEqual(others)
    const { status } = await call('POST', `/ssf/streams/${stream}/rewind`, { after_seq: 1 })
    expect([status, await long()]).toEqual([204, others])
    const repeated = long()
    await call('POST', '/ssf/verify', { stream_id: stream })
    expect(await repeated).toHaveLength(3)
  })

  test('§2.3 a holder that crashed before it acknowledged is served by whichever process it asks next', async ({
    world,
  }) => {
    const { outsider, stream, stops } = await streaming(world, 1)
    await stops()
    const long = { returnImmediately: false }
    const jtis = Object.keys((await outsider.poll(stream, long)).sets)
    const other = await listen('localhost')
    other.mount(createApp(world.deps).fetch)
    const served = await fetch(`http://localhost:${other.port}/ssf/streams/${stream}/poll`, {
      method: 'POST',
      headers: { authorization: `Bearer ${outsider.token}`, 'content-type': 'application/json' },
      body: JSON.stringify(long),
      signal: AbortSignal.timeout(1500),
    })
    expect(Object.keys(((await served.json()) as Polled).sets)).toEqual(jtis)
    await other.close()
  })

  test('two pollers on one stream are both served, and together lose nothing', async ({ world }) => {
    const { outsider, stream, stops } = await streaming(world, 2)
    const long = [1, 2].map(() => outsider.poll(stream, { returnImmediately: false }))
    await sleep(100)
    await stops()
    const seen = (await Promise.all(long)).flatMap(({ sets }) => Object.keys(sets))
    const all = Object.keys((await outsider.poll(stream)).sets)
    expect(all).toHaveLength(2)
    expect(seen.length).toBeGreaterThanOrEqual(2)
    expect(seen.every((jti) => all.includes(jti))).toBe(true)
  })

  test('a poll that its holder has left is let go', async ({ world }) => {
    const { outsider, stream } = await streaming(world)
    const gone = new AbortController()
    const url = `${world.origin}/ssf/streams/${stream}/poll`
    const headers = { authorization: `Bearer ${outsider.token}`, 'content-type': 'application/json' }
    const left = fetch(url, { method: 'POST', headers, body: '{}', signal: gone.signal }).catch(() => 'left')
    while (world.deps.feedSignal.waiting() === 0) await sleep(10)
    gone.abort()
    expect(await left).toBe('left')
    while (world.deps.feedSignal.waiting() > 0) await sleep(10)
    expect(world.deps.feedSignal.waiting()).toBe(0)
  })

  test('SETs have typ, one event, our iss and aud, and neither sub nor exp (RFC 8417 §2.2, SSF §4)', async ({
    world,
  }) => {
    const { outsider, stream, stops, call } = await streaming(world, 1)
    await stops()
    await call('POST', '/ssf/verify', { stream_id: stream })
    const { sets } = await outsider.poll(stream)
    expect(Object.keys(sets)).toHaveLength(2)
    for (const [jti, set] of Object.entries(sets)) {
      expect(decodeProtectedHeader(set)).toMatchObject({ alg: 'ES256', typ: 'secevent+jwt' })
      const payload = decodeJwt(set)
      expect(payload).toMatchObject({ iss: world.origin, aud: DATABASE, jti })
      expect(Object.keys(payload.events as object)).toHaveLength(1)
      expect(payload).toHaveProperty('sub_id.format', 'opaque')
      expect('sub' in payload || 'exp' in payload).toBe(false)
    }
  })
})

describe('what we add to them', () => {
  test('rewind serves again from there, takes applied back, and not beyond the head', async ({ world }) => {
    const { outsider, stream, stops, call } = await streaming(world, 3)
    await stops()
    const { sets } = await outsider.poll(stream)
    const changes = await changesOf(world.origin, DATABASE, sets)
    const head = (await outsider.poll(stream, { ack: Object.keys(sets) }))['urn:erabu:head']
    await outsider.applied(stream, { ...head, through_seq: 3 })
    expect((await call('POST', `/ssf/streams/${stream}/rewind`, { after_seq: 1 })).status).toBe(204)
    const again = await changesOf(world.origin, DATABASE, (await outsider.poll(stream)).sets)
    expect(again).toEqual(changes.slice(1))
    const marks = await world.deps.store.read((db) =>
      db.selectFrom('mark').select(['kind', 'through_seq']).where('kind', '=', 'applied').execute(),
    )
    expect(marks).toEqual([{ kind: 'applied', through_seq: 1 }])
    expect((await call('POST', `/ssf/streams/${stream}/rewind`, { after_seq: 4 })).status).toBe(422)
  })

  test('rewind is not undone by a poll that was on its way', async ({ world }) => {
    const { outsider, stream, stops, call } = await streaming(world, 3)
    await stops()
    const [first = '', second = '', third = ''] = Object.keys((await outsider.poll(stream)).sets)
    await outsider.poll(stream, { ack: [first, second], maxEvents: 0 })
    // Both have looked the stream up, and wait for a writer that is busy; the rewind is first in line.
    const busy = Promise.withResolvers<void>()
    const held = world.deps.store.transact(() => busy.promise)
    const rewound = call('POST', `/ssf/streams/${stream}/rewind`, { after_seq: 0 })
    await sleep(100)
    const acked = outsider.poll(stream, { ack: [third], maxEvents: 0 })
    await sleep(100)
    busy.resolve()
    await Promise.all([held, rewound, acked])
    const left = Object.keys((await outsider.poll(stream)).sets)
    expect(left.slice(0, 2)).toEqual([first, second])
  })

  test('a digest that differs is told at once, and no patient is shown 停止済み until it agrees', async ({
    world,
  }) => {
    const { outsider, stream, people, linked } = await streaming(world, 1)
    const patient = world.patient()
    await patient.enrol(people[0]?.id ?? '')
    await patient.decide('stop', { all: true })
    await world.tick()
    const appliedAt = async () => {
      const { databases } = await patient.databases()
      return databases.find(({ id }) => id === DATABASE)?.linkages[0]?.progress?.applied_at
    }
    const wrong = { through_seq: 1, revoked_count: 0, revoked_digest: digestOf([]) }
    const right = digestOf(linked.map(({ token }) => token))
    expect(await outsider.applied(stream, wrong)).toEqual({
      match: false,
      revoked_count: 1,
      revoked_digest: right,
    })
    expect(await appliedAt()).toBeNull()
    const healed = await outsider.applied(stream, { through_seq: 1, revoked_count: 1, revoked_digest: right })
    expect(healed.match).toBe(true)
    expect(await appliedAt()).not.toBeNull()
    await outsider.applied(stream, wrong)
    expect(await appliedAt()).toBeNull()
  })
})
