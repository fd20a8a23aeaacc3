import { StatusList } from '@sd-jwt/jwt-status-list'
import { decodeJwt, decodeProtectedHeader } from 'jose'
import { describe, expect } from 'vitest'
import { HEAD_CLAIM, type Head } from '../../api/contract/holder.ts'
import { numbersOf, ordinary } from '../support/people.ts'
import { expectRefused } from '../support/refused.ts'
import type { World } from '../support/world.ts'
import { test } from '../support/world-test.ts'

type Linked = { status_list: { uri: string; idx: number } }

/** A linkage at the registry, and the bit that its holder must look at before every use. */
async function linked(world: World, index = 0) {
  const [linkage] = await world.holder('demo-registry').link('research', [numbersOf(ordinary(index))])
  const { uri, idx } = (linkage as Linked).status_list
  const list = async () => decodeJwt(await (await fetch(uri)).text())
  const bit = async () => {
    const { lst } = (await list()).status_list as { lst: string }
    return StatusList.decompressStatusList(lst, 1).getStatus(idx)
  }
  return { uri, list, bit }
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

  test('is a signed token that names itself, ends, and carries the head of the feed', async ({ world }) => {
    const { uri, list } = await linked(world)
    const patient = world.patient()
    await patient.enrol(ordinary(0).id)
    await patient.decide('stop', { all: true })
    await world.tick()
    const response = await fetch(uri)
    expect(response.headers.get('content-type')).toBe('application/statuslist+jwt')
    const text = await response.text()
    expect(decodeProtectedHeader(text)).toMatchObject({ alg: 'ES256', typ: 'statuslist+jwt' })
    const { sub, iat = 0, exp = 0, ttl, ...payload } = await list()
    expect([sub, ttl]).toEqual([uri, 300])
    expect(exp - iat).toBeGreaterThan(300)
    expect(exp - iat).toBeLessThanOrEqual(24 * 3600)
    expect(payload[HEAD_CLAIM] as Head).toMatchObject({ seq: 1, revoked_count: 1 })
  })

  test('is public and cacheable, and unchanged costs nothing', async ({ world }) => {
    const { uri } = await linked(world)
    await world.tick()
    const first = await fetch(uri, { headers: { origin: 'https://holder.example' } })
    expect(first.headers.get('access-control-allow-origin')).toBe('*')
    expect(first.headers.get('cache-control')).toBe('public, max-age=300')
    const etag = first.headers.get('etag') ?? ''
    for (const header of [etag, `W/${etag}`, `"other", ${etag}`, '*']) {
      const again = await fetch(uri, { headers: { 'if-none-match': header } })
      expect([again.status, await again.text()]).toEqual([304, ''])
    }
    expect((await fetch(uri, { headers: { 'if-none-match': '"other"' } })).status).toBe(200)
  })

  test('does not change by a linkage that only adds a closed entry elsewhere', async ({ world }) => {
    const { uri } = await linked(world)
    await world.tick()
    const etag = (await fetch(uri)).headers.get('etag')
    await world.holder('demo-biobank').link('research', [numbersOf(ordinary(1))])
    await world.tick()
    expect((await fetch(uri)).headers.get('etag')).toBe(etag)
  })

  test('is signed anew before a holder may forget it, though nothing happens', async ({ world }) => {
    const { list } = await linked(world)
    await world.tick()
    const { exp: first = 0 } = await list()
    world.clock.advance(6 * 60_000)
    await world.tick()
    const { exp: second = 0 } = await list()
    expect(second).toBeGreaterThan(first)
  })

  test('is found from the database', async ({ world }) => {
    const { uri } = await linked(world)
    await world.tick()
    const answer = await fetch(`${world.origin}/statuslists?database=demo-registry`)
    expect(await answer.json()).toEqual({ status_lists: [uri] })
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
    await linked(world)
    await world.tick()
    await expectRefused(world, 'not-found', () => fetch(`${world.origin}/statuslists${path}`))
  })
})
