import { setTimeout as sleep } from 'node:timers/promises'
import { describe, expect } from 'vitest'
import { test } from '../support/world-test.ts'
import { DATABASE, decides, linkedOutsider } from './linked-outsider.ts'
import { createOutsider } from './outsider.ts'
import { changesOf } from './sets.ts'

describe('a poll (RFC 8936)', () => {
  test('serves again only what was not acknowledged', async ({ world }) => {
    const { outsider, stream, people } = await linkedOutsider(world, 2)
    for (const { id } of people) await (await decides(world, id))('stop')
    const served = Object.keys((await outsider.poll(stream)).sets)
    expect(Object.keys((await outsider.poll(stream)).sets)).toEqual(served)
    const [jti = '', other = ''] = served
    expect(Object.keys((await outsider.poll(stream, { ack: [jti] })).sets)).toEqual([other])
    expect(Object.keys((await outsider.poll(stream, { ack: [other] })).sets)).toEqual([])
  })

  test('serves at most maxEvents, by seq, and says that more are there', async ({ world }) => {
    const { outsider, stream, people } = await linkedOutsider(world, 3)
    for (const { id } of people) await (await decides(world, id))('stop')
    const { sets, moreAvailable } = await outsider.poll(stream, { maxEvents: 2 })
    const changes = await changesOf(world.origin, DATABASE, sets)
    expect(changes.map(({ seq }) => seq)).toEqual([1, 2])
    expect(moreAvailable).toBe(true)
    const rest = await outsider.poll(stream, { ack: Object.keys(sets), maxEvents: 2 })
    expect([Object.keys(rest.sets).length, rest.moreAvailable]).toEqual([1, false])
  })

  test('serves nothing for maxEvents 0, and does not wait, but records the acks', async ({ world }) => {
    const { outsider, stream, people } = await linkedOutsider(world, 2)
    for (const { id } of people) await (await decides(world, id))('stop')
    const [jti = '', other = ''] = Object.keys((await outsider.poll(stream)).sets)
    const none = await outsider.poll(stream, { maxEvents: 0, ack: [jti], returnImmediately: false })
    expect(none).toMatchObject({ sets: {}, moreAvailable: true })
    expect(Object.keys((await outsider.poll(stream)).sets)).toEqual([other])
  })

  test('ignores an unknown jti in ack', async ({ world }) => {
    const { outsider, stream } = await linkedOutsider(world, 0)
    const json = { ack: ['never-served'], returnImmediately: true }
    const response = await outsider.send('POST', `/ssf/streams/${stream}/poll`, { json })
    expect([response.status, await response.json()]).toMatchObject([200, { sets: {} }])
  })

  test('accepts 9,000 acks at once, as many as nine full polls bring', async ({ world }) => {
    const { outsider, stream, people } = await linkedOutsider(world, 1)
    await (await decides(world, people[0]?.id ?? ''))('stop')
    const [jti = ''] = Object.keys((await outsider.poll(stream)).sets)
    const ack = [...Array.from({ length: 9000 }, (_, index) => `unknown-${index}`), jti]
    expect(await outsider.poll(stream, { ack })).toMatchObject({ sets: {}, moreAvailable: false })
  })

  test('waits when nothing is there, and is answered by the next revocation', async ({ world }) => {
    const { outsider, stream, people } = await linkedOutsider(world, 1)
    const decide = await decides(world, people[0]?.id ?? '')
    const waiting = outsider.poll(stream, { returnImmediately: false })
    expect(await Promise.race([waiting, sleep(300, 'still waiting')])).toBe('still waiting')
    await decide('stop')
    expect(Object.keys((await waiting).sets)).toHaveLength(1)
  })
})

describe('a stream (SSF 1.0)', () => {
  test('is created once, found again, and gone after deletion', async ({ world }) => {
    const { outsider, stream } = await linkedOutsider(world, 0)
    const again = await outsider.send('POST', '/ssf/streams', { json: { aud: DATABASE } })
    expect(again.status).toBe(409)
    const path = `/ssf/streams?stream_id=${stream}`
    expect(await (await outsider.send('GET', path)).json()).toMatchObject({
      stream_id: stream,
      iss: world.origin,
      aud: DATABASE,
      delivery: { method: 'urn:ietf:rfc:8936' },
    })
    expect((await outsider.send('DELETE', path)).status).toBe(204)
    expect((await outsider.send('GET', path)).status).toBe(404)
  })

  test('that is unknown, or of another client, does not exist', async ({ world }) => {
    const { stream } = await linkedOutsider(world, 0)
    const stranger = await createOutsider(world.origin, world.holder('demo-biobank').key, 'demo-biobank')
    const json = { returnImmediately: true }
    for (const id of [stream, 'no-such-stream']) {
      const polled = await stranger.send('POST', `/ssf/streams/${id}/poll`, { json })
      expect(polled.status).toBe(404)
      expect(polled.headers.get('content-type')).toBe('application/problem+json')
    }
    const lines = { ndjson: [{ subject: 'any' }] }
    const linkages = await stranger.send('POST', `/linkages?database=${DATABASE}&purpose=research`, lines)
    expect(linkages.status).toBe(404)
  })
})
