import { once } from 'node:events'
import { get, type IncomingMessage } from 'node:http'
import { gunzipSync } from 'node:zlib'
import { describe, expect } from 'vitest'
import { numbersOf, ordinary } from '../support/people.ts'
import type { World } from '../support/world.ts'
import { test } from '../support/world-test.ts'

/** Loads the registry's list with headers that `fetch` would otherwise set itself. */
async function createLoader(world: World) {
  const holder = world.holder('demo-registry')
  const [linkage] = await holder.link('research', [numbersOf(ordinary(0))])
  if (!linkage || !('status_list' in linkage)) throw new Error('nothing was linked')
  await world.tick()
  const { access_token } = (await (await holder.token()).json()) as { access_token: string }
  return async (encoding: string | null, more: Record<string, string> = {}) => {
    const headers = {
      authorization: `Bearer ${access_token}`,
      ...(encoding === null ? {} : { 'accept-encoding': encoding }),
      ...more,
    }
    const [answer] = (await once(get(linkage.status_list.uri, { headers }), 'response')) as [IncomingMessage]
    const { statusCode: status, headers: got } = answer
    return { status, headers: got, body: Buffer.concat(await answer.toArray()) }
  }
}

describe('a status list', () => {
  test('comes compressed to clients that accept that and plain to others, each with its own ETag', async ({
    world,
  }) => {
    const load = await createLoader(world)
    const [plain, zipped] = [await load('identity'), await load('br, gzip')]
    expect(plain.headers['content-encoding']).toBeUndefined()
    expect(zipped.headers['content-encoding']).toBe('gzip')
    expect(gunzipSync(zipped.body).equals(plain.body)).toBe(true)
    for (const { headers } of [plain, zipped]) expect(headers.vary).toBe('Accept-Encoding')
    expect(zipped.headers.etag).not.toBe(plain.headers.etag)
  })

  test('is unchanged only for the ETag of the requested form', async ({ world }) => {
    const load = await createLoader(world)
    for (const [own, other] of [
      ['gzip', 'identity'],
      ['identity', 'gzip'],
    ] as const) {
      const etag = (await load(own)).headers.etag ?? ''
      const again = await load(own, { 'if-none-match': etag })
      expect([again.status, again.headers.etag]).toEqual([304, etag])
      expect((await load(other, { 'if-none-match': etag })).status).toBe(200)
    }
  })

  test.for([
    [null, undefined],
    ['', undefined],
    ['gzip;q=0', undefined],
    ['gzip; q=0.000, *', undefined],
    ['*;q=0', undefined],
    ['gzip;q=0, identity', undefined],
    ['gzipped', undefined],
    ['GZIP', 'gzip'],
    ['br;q=1, gzip ; q=0.1', 'gzip'],
    ['x-gzip', 'gzip'],
    ['*', 'gzip'],
    ['*;q=0, gzip', 'gzip'],
  ] as const)('sent to a client that accepts "%s" is coded as %s', async ([accepted, coded], { world }) => {
    const { headers } = await (await createLoader(world))(accepted)
    expect(headers['content-encoding']).toBe(coded)
  })
})
