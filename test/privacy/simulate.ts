import { createHash } from 'node:crypto'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { pino } from 'pino'
import { readConfig } from '../../api/config.ts'
import type { OutboxKind } from '../../api/contract/holder.ts'
import type { Choice } from '../../api/contract/patient.ts'
import { createDeps, type Deps } from '../../api/deps.ts'
import { subjectOf } from '../../api/domain/identity/alias.ts'
import type { Pool } from '../../api/domain/pool.ts'
import { createPublisher } from '../../api/feed/publisher.ts'
import { createLinkages } from '../../api/services/linkages.ts'
import { createMinting } from '../../api/services/minting.ts'
import { linkagesOf } from '../../api/store/records/linkages.ts'
import { entryOf, fileOf } from '../support/catalogue.ts'
import { namedById5 } from '../support/named.ts'
import { createSeededRandom } from '../support/seeded-random.ts'
import { prepareSetting } from '../support/setting.ts'
import { START } from './arrivals.ts'

export const DATABASES = ['demo-registry', 'demo-biobank'] as const
const AT_ONCE = 500

/** A decision about everything. */
export type Decision = { at: number; person: number; choice: Choice }
/** A change as its holder sees it, and its person. */
export type Change = { person: number; kind: OutboxKind; recorded_at: number; published_at: number }

export type Rule = { min: number; maxS: number; allowS: number }
export type Course = {
  rule: Rule
  people: number
  decisions: Decision[]
  seed: string
  publishers?: number
  /** URL of PostgreSQL; without it the embedded store. */
  url?: string
}

/**
 * Lets people decide, and the real publishers work on the real store. A simulated clock jumps from one moment at
 * which something can happen to the next. Signatures and lists are omitted: no time that a holder sees comes from
 * them.
 * @returns by database, the changes in the order in which they were published.
 */
export async function simulate(course: Course): Promise<Change[][]> {
  const setting = await prepareSetting('http://localhost:1')
  const catalogue = join(setting.data, '..', 'databases.json')
  await writeFile(catalogue, fileOf(DATABASES.map((id) => ({ ...entryOf('demo-registry'), id }))))
  let now = START
  const { rule, seed, people, publishers = 1, url } = course
  const random = createSeededRandom(seed)
  const clock = { now: () => new Date(now), monotonic: () => now }
  const env = {
    ...setting.env,
    ERABU_CATALOGUE: catalogue,
    ERABU_POOL_MIN: String(rule.min),
    ERABU_POOL_MAX_S: String(rule.maxS),
    ERABU_ALLOW_S: String(rule.allowS),
    ...(url && { DATABASE_URL: url }),
  }
  const holders = join(setting.data, '..', 'none.json')
  await writeFile(holders, '[]')
  const config = readConfig({ ...env, ERABU_HOLDERS: holders })
  const created = await createDeps(config, { clock, random, log: pino({ level: 'silent' }) })
  // Waits are derived from this key, so the same seed gives the same waits.
  const token = createHash('sha256').update(seed).digest()
  const changed = { ...created, keys: { ...created.keys, token } }
  const deps = { ...changed, minting: createMinting(changed) }
  const unsigned = { sign: () => 'unsigned', publicKeys: deps.signer.publicKeys } as Deps['signer']
  const lists = { ...deps.statusLists, build: async () => [] }
  const ticking = Array.from({ length: publishers }, () =>
    createPublisher({ ...deps, signer: unsigned, statusLists: lists }),
  )
  try {
    const subjects = await link(deps, people)
    const decide = createDecide(deps, subjects)
    let done = 0
    let earliest = START
    for (;;) {
      const next = course.decisions[done]?.at ?? Number.POSITIVE_INFINITY
      const round = await nextRound(deps, earliest)
      if (next === Number.POSITIVE_INFINITY && round === next) break
      if (next <= round) {
        const until = Math.min(round, tickAfter(next, config.pool))
        let end = done
        while ((course.decisions[end]?.at ?? Number.POSITIVE_INFINITY) <= until) end += 1
        await decide(course.decisions.slice(done, end))
        done = end
        earliest = Math.max(earliest, tickAfter(until, config.pool))
        continue
      }
      now = round
      earliest = round + config.pool.tickMs
      await Promise.all(ticking.map(({ tick }) => tick()))
    }
    return await readChanges(deps, subjects)
  } finally {
    await Promise.all(ticking.map(({ stop }) => stop()))
    await deps.store.close()
    await setting.remove()
  }
}

/** Everybody is linked in both databases. */
async function link(deps: Deps, people: number): Promise<string[]> {
  const { keys, identification } = deps
  const open = async (subject: string) => ({ ...namedById5(subject), scheme: 'id5' as const })
  const linkages = createLinkages({ ...deps, identification: { ...identification, open } })
  const id5s = Array.from({ length: people }, (_, person) => `person ${person}`)
  for (let from = 0; from < people; from += AT_ONCE)
    for (const id of DATABASES)
      await linkages.registerAll(
        id,
        'research',
        id5s.slice(from, from + AT_ONCE).map((subject) => ({ subject })),
      )
  return id5s.map((id5) => subjectOf(keys.subject, id5))
}

function createDecide(deps: Deps, subjects: string[]) {
  const { revoke, renew } = deps.minting
  const made = new Map<number, number>()
  return (decisions: Decision[]) =>
    deps.store.transact(async (tx) => {
      for (const { at, person, choice } of decisions) {
        const linkages = await linkagesOf(tx, subjects[person] ?? '')
        const ordinal = (made.get(person) ?? 0) + 1
        made.set(person, ordinal)
        if (choice === 'stop') await revoke(tx, linkages, { ordinal, recorded_at: at })
        else
          for (const linkage of linkages) {
            const database = deps.databases.find(linkage.database_id)
            if (database)
              await renew(
                { tx, database, purpose: linkage.purpose, cause: { id: deps.random.id(), at } },
                linkage,
                { ordinal, recorded_at: at },
              )
          }
      }
    })
}

const tickAfter = (at: number, { tickMs }: Pool) => Math.ceil(at / tickMs) * tickMs

/** The first tick at which a database can make a round. @param earliest a tick. */
async function nextRound({ store, config: { pool } }: Deps, earliest: number): Promise<number> {
  const rows = await store.read((db) =>
    db.selectFrom('outbox').select(['database_id', 'not_before', 'deadline']).execute(),
  )
  let first = Number.POSITIVE_INFINITY
  for (const waiting of Map.groupBy(rows, ({ database_id }) => database_id).values()) {
    const open = waiting.map(({ not_before }) => not_before).toSorted((x, y) => x - y)
    first = Math.min(first, open[pool.min - 1] ?? first)
    for (const { deadline, not_before } of waiting) first = Math.min(first, Math.max(deadline, not_before))
  }
  return Math.max(tickAfter(first, pool), earliest)
}

async function readChanges({ store }: Deps, subjects: string[]): Promise<Change[][]> {
  const rows = await store.read((db) =>
    db
      .selectFrom('event')
      .innerJoin('token', 'token.token', 'event.token')
      .innerJoin('linkage', 'linkage.id', 'token.linkage_id')
      .select([
        'event.database_id',
        'event.kind',
        'event.recorded_at',
        'event.published_at',
        'linkage.subject',
      ])
      .orderBy('event.database_id')
      .orderBy('event.seq')
      .execute(),
  )
  const order = new Map(subjects.map((subject, person) => [subject, person]))
  return DATABASES.map((database) =>
    rows
      .filter((row) => row.database_id === database)
      .map(({ subject, kind, recorded_at, published_at }) => ({
        person: order.get(subject) ?? -1,
        kind,
        recorded_at,
        published_at,
      })),
  )
}
