import { setTimeout as sleep } from 'node:timers/promises'
import { decodeJwt } from 'jose'
import { describe, expect, vi } from 'vitest'
import {
  CREDENTIAL_CHANGE,
  HEAD_CLAIM,
  LINKAGE_CLAIM,
  STREAM_UPDATED,
  VERIFICATION,
} from '../../api/contract/holder.ts'
import { numbersOf, ordinary } from '../support/people.ts'
import { expectRefused } from '../support/refused.ts'
import type { World } from '../support/world.ts'
import { test } from '../support/world-test.ts'

type Change = { change_type: string; [LINKAGE_CLAIM]: { seq: number; replaces?: string } }
const changeOf = (set: string) => (decodeJwt(set).events as Record<string, Change>)[CREDENTIAL_CHANGE]
const seqOf = (set: string) => changeOf(set)?.[LINKAGE_CLAIM].seq ?? 0

/** People with a linkage at the registry, each of whom stops it. */
async function stopped(world: World, count: number) {
  const people = Array.from({ length: count }, (_, index) => ordinary(index))
  const holder = world.holder('demo-registry')
  await holder.link('research', people.map(numbersOf))
  await holder.streamId()
  const patients = []
  for (const { id } of people) {
    const patient = world.patient()
    await patient.enrol(id)
    await patient.decide('stop', { all: true })
    patients.push(patient)
  }
  return { holder, patients }
}

describe('a stream', () => {
  test('is made once per database', async ({ world }) => {
    const holder = world.holder('demo-registry')
    const json = { aud: 'demo-registry', delivery: { method: 'urn:ietf:rfc:8936' }, unknown: 'is ignored' }
    const created = await holder.send('POST', '/ssf/streams', { json })
    expect(created.status).toBe(201)
    const configuration = (await created.json()) as { stream_id: string; delivery: { endpoint_url: string } }
    expect(configuration).toMatchObject({ iss: world.origin, aud: 'demo-registry' })
    expect(configuration.delivery.endpoint_url).toBe(
      `${world.origin}/ssf/streams/${configuration.stream_id}/poll`,
    )
    await expectRefused(world, 'stream-exists', () => holder.send('POST', '/ssf/streams', { json }))
    const path = `/ssf/streams?stream_id=${configuration.stream_id}`
    expect(await (await holder.send('GET', path)).json()).toEqual(configuration)
    expect((await holder.send('DELETE', path)).status).toBe(204)
    await expectRefused(world, 'not-found', () => holder.send('GET', path))
    await expectRefused(world, 'not-found', () => holder.send('DELETE', path))
  })

  test('of another client does not exist', async ({ world }) => {
    const id = await world.holder('demo-registry').streamId()
    const other = world.holder('demo-biobank')
    await expectRefused(world, 'not-found', () =>
      other.send('POST', '/ssf/streams', { json: { aud: 'demo-registry' } }),
    )
    await expectRefused(world, 'not-found', () => other.send('GET', `/ssf/streams?stream_id=${id}`))
    await expectRefused(world, 'not-found', () => other.send('DELETE', `/ssf/streams?stream_id=${id}`))
    await expectRefused(world, 'not-found', () =>
      other.send('POST', '/ssf/verify', { json: { stream_id: id } }),
    )
    await expectRefused(world, 'not-found', () => other.send('POST', `/ssf/streams/${id}/poll`, { json: {} }))
    await expectRefused(world, 'not-found', () =>
      other.send('POST', `/ssf/streams/${id}/applied`, { json: { through_seq: 0 } }),
    )
  })

  test('echoes the state of a verification and carries the head', async ({ world }) => {
    const { holder } = await stopped(world, 1)
    await world.tick()
    const stream_id = await holder.streamId()
    expect((await holder.send('POST', '/ssf/verify', { json: { stream_id, state: 'abc' } })).status).toBe(204)
    const { sets } = await holder.poll()
    const events = Object.values(sets).map((set) => decodeJwt(set).events as Record<string, object>)
    const verification = events.find((event) => VERIFICATION in event)?.[VERIFICATION]
    expect(verification).toMatchObject({ state: 'abc', [HEAD_CLAIM]: { seq: 1, revoked_count: 1 } })
  })

  test('says of an event about itself when it was made, to the second', async ({ world }) => {
    const holder = world.holder('demo-registry')
    const stream_id = await holder.streamId()
    world.clock.hold()
    await holder.send('POST', '/ssf/verify', { json: { stream_id } })
    const [set = ''] = Object.values((await holder.poll()).sets)
    expect(decodeJwt(set).iat).toBe(Math.floor(world.clock.now().getTime() / 1000))
  })

  test('keeps of its states the newest alone, and every verification that was asked for', async ({
    world,
  }) => {
    const holder = world.holder('demo-registry')
    const stream_id = await holder.streamId()
    for (const state of ['a', 'b']) await holder.send('POST', '/ssf/verify', { json: { stream_id, state } })
    for (const status of ['paused', 'disabled', 'enabled'])
      expect((await holder.send('POST', '/ssf/status', { json: { stream_id, status } })).ok).toBe(true)
    const events = Object.values((await holder.poll()).sets).map(
      (set) => decodeJwt(set).events as Record<string, object>,
    )
    expect(events.flatMap((event) => event[STREAM_UPDATED] ?? [])).toMatchObject([{ status: 'enabled' }])
    expect(events.flatMap((event) => event[VERIFICATION] ?? [])).toMatchObject([
      { state: 'a' },
      { state: 'b' },
    ])
  })
})

describe('a poll', () => {
  test('returns what was published, in order and contiguous, until it is acknowledged', async ({ world }) => {
    const { holder } = await stopped(world, 5)
    expect((await holder.poll()).sets).toEqual({})
    await world.tick()
    const first = await holder.poll({ returnImmediately: true, maxEvents: 2 })
    expect(Object.values(first.sets).map(seqOf)).toEqual([1, 2])
    expect(first.moreAvailable).toBe(true)
    expect(first[HEAD_CLAIM]).toMatchObject({ seq: 5, revoked_count: 5 })
    const same = await holder.poll({ returnImmediately: true, maxEvents: 2 })
    expect(same.sets).toEqual(first.sets)
    const ack = Object.keys(first.sets)
    const rest = await holder.poll({ returnImmediately: true, ack: [...ack, 'unknown'] })
    expect(Object.values(rest.sets).map(seqOf)).toEqual([3, 4, 5])
    expect(rest.moreAvailable).toBe(false)
  })

  test('that only acknowledges gets nothing and waits for nothing', async ({ world }) => {
    const { holder } = await stopped(world, 1)
    await world.tick()
    const { sets } = await holder.poll()
    expect(await holder.poll({ maxEvents: 0, ack: Object.keys(sets) })).toMatchObject({ sets: {} })
    expect((await holder.poll()).sets).toEqual({})
  })

  test('does not deliver again what the holder could not use', async ({ world }) => {
    const { holder } = await stopped(world, 1)
    await world.tick()
    const [jti = ''] = Object.keys((await holder.poll()).sets)
    const setErrs = { [jti]: { err: 'authentication_failed', description: 'kid unknown' } }
    expect((await holder.poll({ returnImmediately: true, setErrs })).sets).toEqual({})
  })

  test('waits for the next tick and is answered by it', async ({ world }) => {
    const { holder } = await stopped(world, 1)
    const waiting = holder.poll({ returnImmediately: false })
    await sleep(200)
    await world.tick()
    // A poll that the tick does not wake lasts longer than a test may.
    expect(Object.values((await waiting).sets).map(seqOf)).toEqual([1])
  })

  test('reports a new token and the one it replaces', async ({ world }) => {
    const { holder, patients } = await stopped(world, 1)
    await patients[0]?.decide('allow', { all: true })
    await world.tick()
    const changes = Object.values((await holder.poll()).sets).map((set) => ({ ...changeOf(set), set }))
    expect(changes.map(({ change_type }) => change_type)).toEqual(['revoke', 'create'])
    const [revoked, created] = changes.map(({ set }) => decodeJwt(set).sub_id as { id: string })
    expect(changes[1]?.[LINKAGE_CLAIM]?.replaces).toBe(revoked?.id)
    expect(created?.id).not.toBe(revoked?.id)
  })

  test('publishes a stop and an allow of one tick in order, and no allow that was stopped again', async ({
    world,
  }) => {
    const { holder, patients } = await stopped(world, 8)
    for (const patient of patients) await patient.decide('allow', { all: true })
    for (const patient of patients.slice(4)) await patient.decide('stop', { all: true })
    await world.tick()
    const { sets } = await holder.poll()
    const subjects = new Map<string, string[]>()
    for (const set of Object.values(sets)) {
      const { id } = decodeJwt(set).sub_id as { id: string }
      const change = changeOf(set)
      const chain = change?.[LINKAGE_CLAIM].replaces ?? id
      subjects.set(id, [...(subjects.get(chain) ?? []), change?.change_type ?? ''])
    }
    expect(Object.keys(sets)).toHaveLength(12)
    expect([...subjects.values()].filter((kinds) => kinds.length === 2)).toEqual(
      Array.from({ length: 4 }, () => ['revoke', 'create']),
    )
  })

  test.for([
    { maxEvents: -1 },
    { maxEvents: '5' },
    { returnImmediately: 'yes' },
    { ack: 'abc' },
    { setErrs: { a: 'b' } },
    [],
  ])('refuses %o', async (json, { world }) => {
    const holder = world.holder('demo-registry')
    const path = `/ssf/streams/${await holder.streamId()}/poll`
    await expectRefused(world, 'invalid-request', () => holder.send('POST', path, { json }))
  })

  test('refuses a body that is not JSON, and any other type', async ({ world }) => {
    const holder = world.holder('demo-registry')
    const path = `/ssf/streams/${await holder.streamId()}/poll`
    const headers = { 'content-type': 'application/json' }
    await expectRefused(world, 'invalid-request', () =>
      holder.send('POST', path, { ndjson: '{"maxEvents":', headers }),
    )
    await expectRefused(world, 'unsupported-media-type', () => holder.send('POST', path, { ndjson: '{}' }))
  })
})

describe('applied', () => {
  test('is believed when the digest matches, and then the patient sees it', async ({ world }) => {
    const { holder, patients } = await stopped(world, 2)
    const progress = async () => {
      const { databases } = (await patients[0]?.databases()) ?? { databases: [] }
      return databases.find(({ id }) => id === 'demo-registry')?.linkages[0]?.progress
    }
    expect(await progress()).toMatchObject({ published_at: null, received_at: null, applied_at: null })
    await world.tick()
    expect(await progress()).toMatchObject({
      published_at: expect.any(String),
      received_at: null,
      applied_at: null,
    })
    const { sets, [HEAD_CLAIM]: head } = await holder.poll()
    await holder.poll({ returnImmediately: true, ack: Object.keys(sets) })
    expect(await progress()).toMatchObject({ received_at: expect.any(String), applied_at: null })
    const answer = await holder.applied({
      through_seq: 2,
      revoked_count: 2,
      revoked_digest: head?.revoked_digest,
    })
    expect(answer).toMatchObject({ match: true, revoked_count: 2 })
    expect(await progress()).toMatchObject({ applied_at: expect.any(String) })
  })

  test('is not believed when a revocation is missing at the holder', async ({ world }) => {
    const { holder, patients } = await stopped(world, 2)
    await world.tick()
    expect(await holder.applied({ through_seq: 2, revoked_count: 1 })).toMatchObject({
      match: false,
      revoked_count: 2,
    })
    const digest = Buffer.alloc(32).toString('base64url')
    expect(await holder.applied({ through_seq: 2, revoked_digest: digest })).toMatchObject({ match: false })
    const { databases } = (await patients[0]?.databases()) ?? { databases: [] }
    expect(databases.find(({ id }) => id === 'demo-registry')?.linkages[0]?.progress?.applied_at).toBeNull()
    expect((await world.check()).feed[0]?.mismatch_since).not.toBeNull()
  })

  test('that differs is logged once, however often it is said, and again after it agreed', async ({
    world,
  }) => {
    const { holder } = await stopped(world, 1)
    await world.tick()
    const warn = vi.spyOn(world.deps.log, 'warn')
    const differs = () => warn.mock.calls.filter(([, message]) => message === 'holder digest differs').length
    const say = async (revoked_count: number) => {
      await holder.applied({ through_seq: 1, revoked_count })
      return differs()
    }
    const counts: number[] = []
    for (const count of [0, 0, 0, 1, 1, 0]) counts.push(await say(count))
    expect(counts).toEqual([1, 1, 1, 1, 1, 2])
  })

  test('is compared with what was published then, not with the newest head', async ({ world }) => {
    const { holder } = await stopped(world, 3)
    await world.tick()
    expect(await holder.applied({ through_seq: 1, revoked_count: 1 })).toMatchObject({
      match: true,
      revoked_count: 1,
    })
  })

  test('cannot reach beyond the head', async ({ world }) => {
    const { holder } = await stopped(world, 1)
    await world.tick()
    const path = `/ssf/streams/${await holder.streamId()}/applied`
    await expectRefused(world, 'beyond-head', () => holder.send('POST', path, { json: { through_seq: 2 } }))
    for (const json of [{}, { through_seq: -1 }, { through_seq: 1.5 }, { through_seq: '1' }])
      await expectRefused(world, 'invalid-request', () => holder.send('POST', path, { json }))
  })
})
