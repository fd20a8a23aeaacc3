import { describe, expect } from 'vitest'
import type { World } from '../support/world.ts'
import { test } from '../support/world-test.ts'
import { DATABASE, decides, linkedOutsider } from './linked-outsider.ts'
import { changeOf, verifySet } from './sets.ts'

/**
 * An outsider whose people can all stop, and the SETs that wait for it: their jtis, and the short name or `seq` of
 * each.
 */
async function stoppedOutsider(world: World, count: number) {
  const { outsider, stream, people } = await linkedOutsider(world, count)
  const stopAll = async () => {
    for (const { id } of people) await (await decides(world, id))('stop')
  }
  async function waiting(body: object = {}) {
    const { sets } = await outsider.poll(stream, body)
    const verified = Object.values(sets).map((set) => verifySet(world.origin, DATABASE, set))
    const payloads = (await Promise.all(verified)).map(({ payload }) => payload)
    const events = payloads.map((payload) => {
      const [type = ''] = Object.keys(payload.events as object)
      return type.endsWith('/credential-change') ? changeOf(payload).seq : type.split('/').at(-1)
    })
    return { jtis: Object.keys(sets), events }
  }
  return { outsider, stream, stopAll, waiting }
}

describe('a stream (SSF 1.0 §8.1)', () => {
  test('is described where discovery says, by its own members', async ({ world }) => {
    const { outsider, stream } = await stoppedOutsider(world, 0)
    const found = await fetch(`${world.origin}/.well-known/ssf-configuration`)
    const configuration = (await found.json()) as Record<string, string>
    expect(configuration).toMatchObject({
      spec_version: '1_0',
      issuer: world.origin,
      jwks_uri: `${world.origin}/jwks.json`,
      delivery_methods_supported: ['urn:ietf:rfc:8936'],
      verification_endpoint: `${world.origin}/ssf/verify`,
      default_subjects: 'ALL',
    })
    for (const endpoint of ['configuration_endpoint', 'status_endpoint']) {
      const { pathname } = new URL(configuration[endpoint] ?? '')
      expect((await outsider.send('GET', `${pathname}?stream_id=${stream}`)).status).toBe(200)
    }
  })

  test('is changed by PATCH and replaced by PUT', async ({ world }) => {
    const { outsider, stream } = await stoppedOutsider(world, 0)
    const write = async (method: string, json: object) => {
      const response = await outsider.send(method, '/ssf/streams', { json: { stream_id: stream, ...json } })
      return [response.status, await response.json()]
    }
    const described = { stream_id: stream, aud: DATABASE, description: 'night shift' }
    expect(await write('PATCH', { description: 'night shift' })).toMatchObject([200, described])
    expect(await write('PATCH', { unknown: 'is ignored' })).toMatchObject([200, described])
    expect(await write('PATCH', { aud: 'demo-biobank' })).toMatchObject([400, {}])
    const [status, replaced] = await write('PUT', {})
    expect(status).toBe(200)
    expect(replaced).not.toHaveProperty('description')
  })

  test('holds what is published while it is paused, and delivers it after', async ({ world }) => {
    const { outsider, stream, stopAll, waiting } = await stoppedOutsider(world, 2)
    const become = async (status: string) => {
      const json = { stream_id: stream, status }
      expect((await outsider.send('POST', '/ssf/status', { json })).status).toBe(200)
      const { jtis, events } = await waiting()
      expect(events).toContain('stream-updated')
      return { jtis, events }
    }
    const { jtis } = await become('paused')
    await stopAll()
    expect((await waiting({ ack: jtis })).events).toEqual([])
    const status = await outsider.send('GET', `/ssf/status?stream_id=${stream}`)
    expect(await status.json()).toEqual({ stream_id: stream, status: 'paused' })
    expect((await become('enabled')).events).toEqual(['stream-updated', 1, 2])
  })

  test('serves again from a number that the holder names after restoring a backup', async ({ world }) => {
    const { outsider, stream, stopAll, waiting } = await stoppedOutsider(world, 3)
    await stopAll()
    const { jtis } = await waiting()
    expect((await waiting({ ack: jtis })).events).toEqual([])
    const rewind = async (after_seq: number) =>
      (await outsider.send('POST', `/ssf/streams/${stream}/rewind`, { json: { after_seq } })).status
    expect(await rewind(1)).toBe(204)
    expect((await waiting()).events).toEqual([2, 3])
    expect(await rewind(0)).toBe(204)
    expect(await waiting()).toEqual({ jtis, events: [1, 2, 3] })
    expect(await rewind(4)).toBe(422)
  })
})
