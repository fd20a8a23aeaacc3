import { decodeJwt, type JWTPayload } from 'jose'
import { expect } from 'vitest'
import { numbersOf, ordinary } from '../support/people.ts'
import { test } from '../support/world-test.ts'
import { createOutsider, type Outsider } from './outsider.ts'
import { changesOf } from './sets.ts'
import { sealedSubject } from './subjects.ts'

const PEOPLE = [0, 1, 2].map(ordinary)
const DATABASES = ['demo-registry', 'demo-biobank'] as const

test('two holders who combine everything they were ever told share no value about anybody', async ({
  world,
}) => {
  const sides: { database: string; outsider: Outsider; stream: string; told: Set<unknown> }[] = []
  for (const database of DATABASES) {
    const outsider = await createOutsider(world.origin, world.holder(database).key, database)
    const subjects = PEOPLE.map((person) => sealedSubject(world, database, numbersOf(person)))
    const linked = await outsider.register('research', await Promise.all(subjects))
    const told = new Set<unknown>(linked.flatMap(({ token, status_list }) => [token, status_list.idx]))
    sides.push({ database, outsider, stream: await outsider.openStream(), told })
  }
  for (const { id } of PEOPLE) {
    const patient = world.patient()
    await patient.enrol(id)
    await patient.decide('stop', { all: true })
    await patient.decide('allow', { all: true })
  }
  await world.tick()

  const ticks: (number | undefined)[] = []
  for (const { database, outsider, stream, told } of sides) {
    const { sets } = await outsider.poll(stream)
    for (const { token, status_list, replaces } of await changesOf(world.origin, database, sets))
      for (const value of [token, status_list.idx, ...(replaces ? [replaces] : [])]) told.add(value)
    const payloads: JWTPayload[] = Object.values(sets).map((set) => decodeJwt(set))
    for (const { jti, txn } of payloads) told.add(jti).add(txn)
    ticks.push(...payloads.map(({ iat }) => iat))
    expect(told.size).toBe(PEOPLE.length * (2 * 2 + 2 * 2))
  }
  for (const { database, outsider, stream, told } of sides) {
    const { sets } = await outsider.poll(stream)
    const revoked = Object.values(sets).flatMap((set) => {
      const { sub_id, events } = decodeJwt<{ sub_id: { id: string } }>(set)
      return JSON.stringify(events).includes('"revoke"') ? [sub_id.id] : []
    })
    expect(revoked).toHaveLength(PEOPLE.length)
    const ndjson = revoked.map((token) => ({ token, outcome: 'partly', reason: 'published' }))
    const answer = await outsider.send('POST', `/ssf/streams/${stream}/outcomes`, { ndjson })
    const own = new Set(['token', 'outcome', 'partly'])
    const project = { title: 't', organisation: 'o', purpose: 'research', approved_by: 'a' }
    const days = { approved_on: '2026-04-01', ends_on: '2027-03-31', erase_by: '2027-03-31' }
    const json = { ...project, ...days, environment: 'copy', form: 'anonymised' }
    const put = await outsider.send('PUT', `/projects/p-1?database=${database}`, { json })
    // Both databases may call a project the same, and are answered with what they sent.
    expect(await put.json()).toEqual({ id: 'p-1', ...json, erased_on: null })
    const head = { database, project: 'p-1', from: '2026-10-01', to: '2026-10-31' }
    const lines = [head, ...revoked.map((token) => ({ token }))]
    const { id, ...counts } = (await (await outsider.send('POST', '/usage', { ndjson: lines })).json()) as {
      id: string
    }
    expect(counts).toEqual({ known: PEOPLE.length, unknown: 0, after_stop: 0 })
    told.add(id)
    for (const word of (await answer.text()).match(/[\w-]+/g) ?? []) if (!own.has(word)) told.add(word)
  }
  const [registry, biobank] = sides.map(({ told }) => told)
  expect([...(registry ?? [])].filter((value) => biobank?.has(value))).toEqual([])
  expect(new Set(ticks).size).toBeLessThanOrEqual(2)
})
