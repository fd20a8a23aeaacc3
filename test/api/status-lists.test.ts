import { StatusList } from '@sd-jwt/jwt-status-list'
import { decodeJwt, decodeProtectedHeader } from 'jose'
import { describe, expect } from 'vitest'
import { HEAD_CLAIM, type Head } from '../../api/contract/holder.ts'
import { LIST_SIZE } from '../../api/domain/status-list.ts'
import { MINUTE } from '../support/clock.ts'
import { numbersOf, ordinary } from '../support/people.ts'
import { expectRefused } from '../support/refused.ts'
import type { World } from '../support/world.ts'
import { test } from '../support/world-test.ts'

type Linked = { status_list: { uri: string; idx: number } }

/** A linkage at the registry, and the bit that its holder must check before every use. */
async function linked(world: World, index = 0) {
  const holder = world.holder('demo-registry')
  const [linkage] = await holder.link('research', [numbersOf(ordinary(index))])
  const { uri, idx } = (linkage as Linked).status_list
  const load = (headers: Record<string, string> = {}) => holder.send('GET', uri, { headers })
  const list = async () => decodeJwt(await (await load()).text())
  const bit = async () => {
    const { lst } = (await list()).status_list as { lst: string }
    return StatusList.decompressStatusList(lst, 1).getStatus(idx)
  }
  return { holder, uri, load, list, bit }
}

describe('a status list', () => {
  test('opens a usable token, closes it for ever when it is revoked, and opens the new one elsewhere', async ({
    world,
  }) => {
    const { bit } = await linked(world)
    await world.tick()
    expect(await bit()).toBe(0)
    const patient = world.patient()
    await patient.enrol(ordinary(0).id)
    await patient.decide('stop', { all: true })
    await world.tick()
    expect(await bit()).toBe(1)
    await patient.decide('allow', { all: true })
    await world.tick()
    expect(await bit()).toBe(1)
    const renewed = await linked(world)
    expect(await renewed.bit()).toBe(0)
  })

  test('is a signed token that names itself, expires, and carries the head of the feed', async ({
    world,
  }) => {
    const { uri, load, list } = await linked(world)
    const patient = world.patient()
    await patient.enrol(ordinary(0).id)
    await patient.decide('stop', { all: true })
    await world.tick()
    const response = await load()
    expect(response.headers.get('content-type')).toBe('application/statuslist+jwt')
    const text = await response.text()
    expect(decodeProtectedHeader(text)).toMatchObject({ alg: 'ES256', typ: 'statuslist+jwt' })
    const { sub, iat = 0, exp = 0, ttl, ...payload } = await list()
    expect([sub, ttl]).toEqual([uri, 300])
    expect(exp - iat).toBeGreaterThan(300)
    expect(exp - iat).toBeLessThanOrEqual(24 * 3600)
    expect(payload[HEAD_CLAIM] as Head).toMatchObject({ seq: 1, revoked_count: 1 })
  })

  test('may be cached only by its holder, and costs nothing while unchanged', async ({ world }) => {
    const { load } = await linked(world)
    await world.tick()
    const first = await load({ origin: 'https://holder.example' })
    expect(first.headers.get('cache-control')).toBe('private, max-age=300')
    const etag = first.headers.get('etag') ?? ''
    for (const header of [etag, `W/${etag}`, `"other", ${etag}`, '*']) {
      const again = await load({ 'if-none-match': header })
      expect([again.status, await again.text()]).toEqual([304, ''])
    }
    expect((await load({ 'if-none-match': '"other"' })).status).toBe(200)
  })

  test('does not change by a linkage that only adds a closed entry elsewhere', async ({ world }) => {
    const { load } = await linked(world)
    await world.tick()
    const etag = (await load()).headers.get('etag')
    await world.holder('demo-biobank').link('research', [numbersOf(ordinary(1))])
    await world.tick()
    expect((await load()).headers.get('etag')).toBe(etag)
  })

  test('is signed again before it expires, even if nothing happens', async ({ world }) => {
    const { list } = await linked(world)
    await world.tick()
    const { exp: first = 0, ttl } = await list()
    world.clock.advance(Number(ttl) * 1000 - MINUTE)
    await world.tick()
    const { exp: second = 0 } = await list()
    expect(second).toBeGreaterThan(first)
  })

  test('changes once a tick, however many decisions there were, and not before', async ({ world }) => {
    const lists = await Promise.all([0, 1, 2].map((index) => linked(world, index)))
    await world.tick()
    const etag = async () => (await lists[0]?.load())?.headers.get('etag')
    const before = await etag()
    for (const index of [0, 1, 2]) {
      const patient = world.patient()
      await patient.enrol(ordinary(index).id)
      await patient.decide('stop', { all: true })
      expect(await etag()).toBe(before)
    }
    await world.tick()
    expect(await etag()).not.toBe(before)
    expect(await Promise.all(lists.map(({ bit }) => bit()))).toEqual([1, 1, 1])
    const after = await etag()
    await world.tick()
    expect(await etag()).toBe(after)
  })

  test('is found from the database', async ({ world }) => {
    const { holder, uri } = await linked(world)
    await world.tick()
    const answer = await holder.send('GET', '/statuslists?database=demo-registry')
    expect(await answer.json()).toEqual({ status_lists: [uri] })
    expect(answer.headers.get('cache-control')).toBe('private, no-cache')
  })

  test.for([
    '',
    '?database=nobody',
    '/demo-registry/research/2',
    '/demo-registry/research/0',
    '/demo-registry/industry/1',
    '/demo-registry/all/1',
    '/nobody/research/1',
    '/demo-registry/research/1e0',
  ])('does not exist at %s', async (path, { world }) => {
    const { holder } = await linked(world)
    await world.tick()
    await expectRefused(world, 'not-found', () => holder.send('GET', `/statuslists${path}`))
  })

  test('is not available for an earlier time', async ({ world }) => {
    const { load, uri, holder } = await linked(world)
    await world.tick()
    expect((await load()).status).toBe(200)
    const earlier = () => holder.send('GET', `${uri}?time=1750000000`)
    await expectRefused(world, 'not-implemented', earlier)
    expect((await earlier()).status).toBe(501)
  })

  test('gives out indexes at random, over the whole list, and each to one token for ever', async ({
    world,
  }) => {
    const holder = world.holder('demo-registry')
    const people = Array.from({ length: 8 }, (_, index) => numbersOf(ordinary(index)))
    const places: number[] = []
    for (let again = 0; again < 3; again++) {
      const linkages = (await holder.link('research', people)) as (Linked & { token: string })[]
      places.push(...linkages.map(({ status_list }) => status_list.idx))
      const ndjson = linkages.map(({ token }) => JSON.stringify({ token })).join('\n')
      await (await holder.send('POST', '/linkages/removals?database=demo-registry', { ndjson })).text()
    }
    expect(new Set(places).size).toBe(24)
    // That 24 random indexes all lie in one half, or in order, is as unlikely as 23 equal coin throws.
    expect(Math.min(...places)).toBeLessThan(LIST_SIZE / 2)
    expect(Math.max(...places)).toBeGreaterThanOrEqual(LIST_SIZE / 2)
    expect(places).not.toEqual(places.toSorted((a, b) => a - b))
  })
})
