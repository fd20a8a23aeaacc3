import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { StatusList } from '@sd-jwt/jwt-status-list'
import { decodeJwt } from 'jose'
import { describe, expect, test as plain } from 'vitest'
import { listsToBuild } from '../../api/store/feeds/status-lists.ts'
import { test } from '../support/world-test.ts'
import { DATABASE, decides, linkedOutsider } from './linked-outsider.ts'
import { createOutsider } from './outsider.ts'

type Vector = { bits: 1 | 2; lst: string; statuses?: number[]; size?: number; set?: Record<string, number> }
const file = join(import.meta.dirname, '../vectors/status-list.json')
const { vectors } = JSON.parse(readFileSync(file, 'utf8')) as { vectors: Vector[] }

/** All entries of a vector, written out. */
function statusesOf({ statuses, size = 0, set = {} }: Vector): number[] {
  if (statuses) return statuses
  const all = new Array<number>(size).fill(0)
  for (const [idx, status] of Object.entries(set)) all[Number(idx)] = status
  return all
}

plain.for(vectors)('the independent library reads the vector $lst', (vector) => {
  const list = StatusList.decompressStatusList(vector.lst, vector.bits)
  expect(list.statusList).toEqual(statusesOf(vector))
})

describe('status lists over HTTP', () => {
  test('are found from the database', async ({ world }) => {
    const { outsider, linked } = await linkedOutsider(world, 1)
    const response = await outsider.send('GET', `/statuslists?database=${DATABASE}`)
    expect(await response.json()).toEqual({ status_lists: [linked[0]?.status_list.uri] })
  })

  test('carry the head even when they were built between a decision and its publication', async ({
    world,
  }) => {
    const { outsider, people, linked } = await linkedOutsider(world, 1)
    const patient = world.patient()
    await patient.enrol(people[0]?.id ?? '')
    await patient.decide('stop', { all: true })
    const { statusLists, store } = world.deps
    await statusLists.build(
      await store.read((db) => listsToBuild(db, { from: 0, to: Number.MAX_SAFE_INTEGER })),
    )
    await world.tick()
    const list = decodeJwt(await (await outsider.load(linked[0]?.status_list.uri ?? '')).text())
    expect(list['urn:erabu:head']).toMatchObject({ seq: 1, revoked_count: 1 })
  })

  test('cost a 304 while unchanged, and are sent again after a revocation', async ({ world }) => {
    const { outsider, people, linked } = await linkedOutsider(world, 1)
    const uri = linked[0]?.status_list.uri ?? ''
    const etag = (await outsider.load(uri)).headers.get('etag') ?? ''
    const again = () => outsider.load(uri, { 'if-none-match': etag })
    const unchanged = await again()
    expect([unchanged.status, await unchanged.text()]).toEqual([304, ''])
    await (await decides(world, people[0]?.id ?? ''))('stop')
    const changed = await again()
    expect([changed.status, changed.headers.get('content-type')]).toEqual([200, 'application/statuslist+jwt'])
    expect(changed.headers.get('etag')).not.toBe(etag)
  })

  test('are shared with no page, and cached only by their holder', async ({ world }) => {
    const { outsider, linked } = await linkedOutsider(world, 1)
    const { headers } = await outsider.load(linked[0]?.status_list.uri ?? '', { origin: 'https://a.example' })
    expect(headers.get('access-control-allow-origin')).toBeNull()
    expect(headers.get('cache-control')).toMatch(/private/)
  })

  test('of another database, and of an unknown one, do not exist', async ({ world }) => {
    const { linked } = await linkedOutsider(world, 1)
    const other = await createOutsider(world.origin, world.holder('demo-biobank').key, 'demo-biobank')
    expect((await other.load(linked[0]?.status_list.uri ?? '')).status).toBe(404)
    for (const database of [DATABASE, 'nowhere'])
      expect((await other.send('GET', `/statuslists?database=${database}`)).status).toBe(404)
  })
})
