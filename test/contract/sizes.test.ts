import { once } from 'node:events'
import { get, type IncomingMessage } from 'node:http'
import { describe, expect } from 'vitest'
import type { World } from '../support/world.ts'
import { test } from '../support/world-test.ts'
import { decides, linkedOutsider } from './linked-outsider.ts'

/** Lengths of the transmitted bodies, plain and compressed. */
async function lengthsOf(uri: string, token: string): Promise<number[]> {
  const lengths: number[] = []
  for (const encoding of ['identity', 'gzip']) {
    const headers = { authorization: `Bearer ${token}`, 'accept-encoding': encoding }
    const [answer] = (await once(get(uri, { headers }), 'response')) as [IncomingMessage]
    lengths.push(Buffer.concat(await answer.toArray()).length)
  }
  return lengths
}

describe('an observer who sees only sizes', () => {
  test('cannot tell from a poll how many changes it brings, up to a few', async ({ world }) => {
    const { outsider, stream, people } = await linkedOutsider(world, 4)
    const lengths: number[] = []
    const poll = async () => {
      const json = { returnImmediately: true }
      const answer = await outsider.send('POST', `/ssf/streams/${stream}/poll`, { json })
      const text = await answer.text()
      lengths.push(text.length)
      return Object.keys((JSON.parse(text) as { sets: object }).sets).length
    }
    const counts = [await poll()]
    for (const { id } of people) {
      await (await decides(world, id))('stop')
      counts.push(await poll())
    }
    expect(counts).toEqual([0, 1, 2, 3, 4])
    expect(new Set(lengths)).toEqual(new Set([4096]))
  })

  test('cannot tell the exact number from a poll of many changes', async ({ world }) => {
    const { outsider, stream, people } = await linkedOutsider(world, 9)
    for (const { id } of people) await (await decides(world, id))('stop')
    for (const maxEvents of [6, 7, 9]) {
      const json = { returnImmediately: true, maxEvents }
      const answer = await outsider.send('POST', `/ssf/streams/${stream}/poll`, { json })
      const text = await answer.text()
      expect(text.length % 4096).toBe(0)
      expect(Object.keys((JSON.parse(text) as { sets: object }).sets)).toHaveLength(maxEvents)
      expect(Number(answer.headers.get('content-length'))).toBe(text.length)
    }
  })

  test('cannot tell from a list whether it changed in content', async ({ world }: { world: World }) => {
    const { outsider, people, linked } = await linkedOutsider(world, 9)
    const uri = linked[0]?.status_list.uri ?? ''
    const seen = [await lengthsOf(uri, outsider.token)]
    for (const { id } of people.slice(0, 3)) {
      await (await decides(world, id))('stop')
      seen.push(await lengthsOf(uri, outsider.token))
    }
    expect(new Set(seen.map((lengths) => lengths.join())).size).toBe(1)
  })
})
