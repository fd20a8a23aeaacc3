import { setTimeout as sleep } from 'node:timers/promises'
import { decodeJwt, decodeProtectedHeader } from 'jose'
import { describe, expect } from 'vitest'
import { createApp } from '../../api/app.ts'
import { withServices } from '../../api/deps.ts'
import { listen } from '../support/serve.ts'
import { test } from '../support/world-test.ts'
import { DATABASE } from './linked-outsider.ts'
import type { Polled } from './outsider.ts'
import { streaming } from './streaming.ts'

describe('RFC 8936, poll-based delivery', () => {
  test('§2.4 unknown members are ignored', async ({ world }) => {
    const { call, stream } = await streaming(world)
    const body = { returnImmediately: true, futureMember: { a: 1 } }
    expect((await call('POST', `/ssf/streams/${stream}/poll`, body)).status).toBe(200)
  })

  test('§2.4 a SET that the holder could not use is not sent again, and its error is stored', async ({
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

  test('§2.5 acknowledging out of order leaves the SETs in between', async ({ world }) => {
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

  test('§2.3 what was not acknowledged comes again: at once to an immediate poll, after a time to a long poll', async ({
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

  test('§2.3 of many waiting polls, one at a time gets what is not acknowledged', async ({ world }) => {
    const { outsider, stream, stops, call } = await streaming(world, 2)
    await stops()
    let served = 0
    const polls = Array.from({ length: 12 }, async () => {
      const { sets } = await outsider.poll(stream, { returnImmediately: false })
      served += 1
      return Object.keys(sets)
    })
    const first = await Promise.race(polls)
    expect(first).toHaveLength(2)
    await sleep(500)
    expect(served).toBe(1)
    await outsider.poll(stream, { ack: first, maxEvents: 0 })
    await call('POST', '/ssf/verify', { stream_id: stream })
    await expect.poll(() => served).toBe(2)
    await sleep(500)
    expect(served).toBe(2)
    world.deps.wakeUps.close()
    await Promise.all(polls)
  })

  test('§2.3 a new event, an acknowledgement and a rewind answer a long poll at once', async ({ world }) => {
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
    other.mount(createApp(withServices(world.deps)).fetch)
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

  test('a poll whose holder has disconnected ends', async ({ world }) => {
    const { outsider, stream } = await streaming(world)
    const gone = new AbortController()
    const url = `${world.origin}/ssf/streams/${stream}/poll`
    const headers = { authorization: `Bearer ${outsider.token}`, 'content-type': 'application/json' }
    const left = fetch(url, { method: 'POST', headers, body: '{}', signal: gone.signal }).catch(() => 'left')
    while (world.deps.wakeUps.waiting(DATABASE) === 0) await sleep(10)
    gone.abort()
    expect(await left).toBe('left')
    while (world.deps.wakeUps.waiting(DATABASE) > 0) await sleep(10)
    expect(world.deps.wakeUps.waiting(DATABASE)).toBe(0)
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
