import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { StatusList } from '@sd-jwt/jwt-status-list'
import { decodeJwt } from 'jose'
import { describe, expect, test as plain } from 'vitest'
import { listsToBuild } from '../../api/store/status-lists.ts'
import { test } from '../support/world-test.ts'
import { DATABASE, decides, linkedOutsider } from './linked-outsider.ts'

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

plain.for(vectors)('the library of others reads the vector $lst', (vector) => {
  const list = StatusList.decompressStatusList(vector.lst, vector.bits)
  expect(list.statusList).toEqual(statusesOf(vector))
})

describe('status lists over HTTP', () => {
  test('are found from the database', async ({ world }) => {
    const { linked } = await linkedOutsider(world, 1)
    const response = await fetch(`${world.origin}/statuslists?database=${DATABASE}`)
    expect(await response.json()).toEqual({ status_lists: [linked[0]?.status_list.uri] })
  })

  test('carry the head also when they were built between a decision and its publication', async ({
    world,
  }) => {
    const { people, linked } = await linkedOutsider(world, 1)
    const patient = world.patient()
    await patient.enrol(people[0]?.id ?? '')
    await patient.decide('stop', { all: true })
    const { statusLists, store } = world.deps
    await statusLists.build(await store.read((db) => listsToBuild(db, 0)))
    await world.tick()
    const list = decodeJwt(await (await fetch(linked[0]?.status_list.uri ?? '')).text())
    expect(list['urn:erabu:head']).toMatchObject({ seq: 1, revoked_count: 1 })
  })

  test('cost a 304 while nothing changed, and come anew after a revocation', async ({ world }) => {
    const { people, linked } = await linkedOutsider(world, 1)
    const uri = linked[0]?.status_list.uri ?? ''
    const etag = (await fetch(uri)).headers.get('etag') ?? ''
    const again = () => fetch(uri, { headers: { 'if-none-match': etag } })
    const unchanged = await again()
    expect([unchanged.status, await unchanged.text()]).toEqual([304, ''])
    await (await decides(world, people[0]?.id ?? ''))('stop')
    const changed = await again()
    expect([changed.status, changed.headers.get('content-type')]).toEqual([200, 'application/statuslist+jwt'])
    expect(changed.headers.get('etag')).not.toBe(etag)
  })

  test('are open to pages and caches of anybody', async ({ world }) => {
    const { linked } = await linkedOutsider(world, 1)
    const { headers } = await fetch(linked[0]?.status_list.uri ?? '')
    expect(headers.get('access-control-allow-origin')).toBe('*')
    expect(headers.get('cache-control')).toMatch(/public.*max-age=300/)
  })

  test('of a database that nobody knows do not exist', async ({ world }) => {
    expect((await fetch(`${world.origin}/statuslists?database=nowhere`)).status).toBe(404)
  })
})
