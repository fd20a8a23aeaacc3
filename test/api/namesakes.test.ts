import { hash } from 'node:crypto'
import { pino } from 'pino'
import { describe, expect, inject, test } from 'vitest'
import { readConfig } from '../../api/config.ts'
import type { Choice } from '../../api/contract/patient.ts'
import { createDeps, type Deps } from '../../api/deps.ts'
import { aliasOf, subjectOf } from '../../api/domain/identity/alias.ts'
import { createLinkages } from '../../api/services/linkages.ts'
import { lockLinkagesOf, lockPeople } from '../../api/store/locks.ts'
import { insertDecision } from '../../api/store/records/decisions.ts'
import { id4Of } from '../../mocks/id4.ts'
import { population } from '../../mocks/population/generator.ts'
import { openStored } from '../support/check/stored.ts'
import { scale } from '../support/scale.ts'
import { createSeededRandom } from '../support/seeded-random.ts'
import { prepareSetting } from '../support/setting.ts'

const DATABASE = 'demo-registry'
const SEED = 20261
const AT_ONCE = 1000

/** Everybody with the same name, birth date and sex, by their ID4. */
type Namesakes = Map<string, string[]>

/** @returns the namesakes, by ID4, as the ID5 of each who has one. */
function namesakesOf(people: number): Namesakes {
  const found: Namesakes = new Map()
  for (const { id5, ...identity } of population(people, SEED)) {
    const id4 = id4Of(identity)
    const all = found.get(id4) ?? []
    found.set(id4, id5 === null ? all : [...all, id5])
  }
  return found
}

/** A service whose sealed subjects are written in clear, on the embedded store. */
async function openService() {
  const setting = await prepareSetting('http://localhost:1')
  const config = readConfig({ ...setting.env, ERABU_SCHEMES: 'id5,id4' })
  const deps = await createDeps(config, {
    random: createSeededRandom(String(SEED)),
    log: pino({ level: 'silent' }),
  })
  const open = async (sealed: string) => {
    const { id4, candidates } = JSON.parse(sealed) as { id4: string; candidates: string[] }
    return {
      scheme: 'id4' as const,
      ids: [{ scheme: 'id4' as const, id: id4 }],
      was: [],
      candidates: candidates.map((id) => ({ scheme: 'id5' as const, id })),
    }
  }
  const linkages = createLinkages({ ...deps, identification: { ...deps.identification, open } })
  return { deps, linkages, data: setting.data, close: () => deps.store.close().then(setting.remove) }
}

/** One decision of each of these people, carried out as the service does when a passkey has signed it. */
async function decideAll({ store, carryOut, clock, random }: Deps, people: string[], choice: Choice) {
  for (let from = 0; from < people.length; from += AT_ONCE)
    await store.transact(async (tx) => {
      for (const subject of people.slice(from, from + AT_ONCE)) {
        await lockPeople(tx, [subject])
        await lockLinkagesOf(tx, [subject])
        const row = await insertDecision(tx, {
          id: random.id(),
          subject,
          choice,
          scope_database: null,
          scope_purpose: null,
          scope_databases: null,
          text: '',
          locale: 'ja',
          device: 'personal',
          recorded_at: clock.now().getTime(),
          evidence: '{}',
          desk: null,
          receipt_number: random.id(),
          receipt: '',
          acting: null,
          acting_patient: null,
        })
        await carryOut(tx, row)
      }
    })
}

/** Whether each record may be used, by its ID4, as the store says. */
function usableIn(data: string, subjects: Map<string, string>): Map<string, boolean> {
  const db = openStored(data)
  try {
    const rows = db
      .prepare(
        `select l.subject, t.state from linkage l join token t
         on t.linkage_id = l.id and t.generation = l.generation`,
      )
      .all()
    return new Map(
      rows.map(({ subject, state }) => [subjects.get(String(subject)) ?? '', state === 'usable']),
    )
  } finally {
    db.close()
  }
}

const share = (key: string, modulus: number): boolean =>
  parseInt(hash('sha1', key).slice(0, 8), 16) % modulus === 0

describe('records by name, birth date and sex of a whole population', () => {
  test('are used exactly where nobody of those whom they may be about has stopped', async () => {
    const people = scale(3_000, 1_000_000)
    const namesakes = namesakesOf(people)
    const counts = Map.groupBy([...namesakes.values()], ({ length }) => Math.min(length, 5))
    const distribution = [...counts].sort(([a], [b]) => a - b).map(([count, all]) => [count, all.length])
    if (inject('long')) console.log('candidates ▶ records', Object.fromEntries(distribution))
    expect([...namesakes.values()].some(({ length }) => length > 1)).toBe(true)

    const { deps, linkages, data, close } = await openService()
    try {
      const everybody = [...namesakes.values()].flat()
      const stopping = everybody.filter((id5) => share(id5, scale(2, 10)))
      const early = stopping.filter((id5) => share(`${id5} early`, 2))
      const late = stopping.filter((id5) => !share(`${id5} early`, 2))
      const isBack = (id5: string) => share(`${id5} back`, 3)
      const subject = (id5: string) => subjectOf(deps.keys.subject, id5)

      await decideAll(deps, early.map(subject), 'stop')
      const records = [...namesakes].map(([id4, candidates]) => ({
        subject: JSON.stringify({ id4, candidates }),
      }))
      for (let from = 0; from < records.length; from += AT_ONCE)
        await linkages.registerAll(DATABASE, 'research', records.slice(from, from + AT_ONCE))
      await decideAll(deps, late.map(subject), 'stop')
      await decideAll(deps, stopping.filter(isBack).map(subject), 'allow')

      const stopped = new Set(stopping.filter((id5) => !isBack(id5)))
      const ids = new Map([...namesakes.keys()].map((id4) => [aliasOfId4(deps, id4), id4]))
      const usable = usableIn(data, ids)
      expect(usable.size).toBe(namesakes.size)
      const wrong = { allowed: 0, kept: 0 }
      for (const [id4, candidates] of namesakes) {
        const mayBeUsed = !candidates.some((id5) => stopped.has(id5))
        if (usable.get(id4) && !mayBeUsed) wrong.allowed++
        if (!usable.get(id4) && mayBeUsed) wrong.kept++
      }
      expect(wrong).toEqual({ allowed: 0, kept: 0 })
    } finally {
      await close()
    }
  })
})

const aliasOfId4 = ({ keys }: Deps, id: string) => aliasOf(keys.subject, { scheme: 'id4', id })
