import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { decodeJwt } from 'jose'
import { pino } from 'pino'
import { readConfig } from '../../api/config.ts'
import { CREDENTIAL_CHANGE } from '../../api/contract/holder.ts'
import { createDeps } from '../../api/deps.ts'
import { subjectOf } from '../../api/domain/identity/alias.ts'
import { createPublisher } from '../../api/feed/publisher.ts'
import { createLinkages } from '../../api/services/linkages.ts'
import { linkagesOf } from '../../api/store/records/linkages.ts'
import { entryOf, fileOf } from './catalogue.ts'
import { openStored } from './check/stored.ts'
import { namedById5 } from './named.ts'
import { createSeededRandom } from './seeded-random.ts'
import { FEEDS, prepareSetting } from './setting.ts'

/** Everything that the holder of one database was told about one person. */
export type Told = { token: string; idx: number; seq: number; jti: string; txn: string; times: number[] }

const AT_ONCE = 500

/**
 * Links `people` to `count` databases (at most five), lets them stop one after another, and publishes everything in
 * one tick.
 * @returns by database, what its holder was told about each person, in the order in which they decided.
 */
export async function trackPopulation(
  people: number,
  count: number,
  seed: string,
): Promise<Map<string, Told[]>> {
  const setting = await prepareSetting('http://localhost:1')
  const catalogue = join(setting.data, '..', 'databases.json')
  const ids = [...FEEDS, 'demo-fifth']
  await writeFile(catalogue, fileOf(ids.map((id) => ({ ...entryOf('demo-registry'), id }))))
  const random = createSeededRandom(seed)
  const config = readConfig({ ...setting.env, ERABU_CATALOGUE: catalogue })
  const deps = await createDeps(config, { random, log: pino({ level: 'silent' }) })
  const { store, keys, identification } = deps
  const linkages = createLinkages({
    ...deps,
    identification: {
      ...identification,
      open: async (subject) => ({ ...namedById5(subject), scheme: 'id5' }),
    },
  })
  const { revoke } = deps.minting
  const publisher = createPublisher(deps)
  try {
    const id5s = Array.from({ length: people }, (_, person) => `person ${person}`)
    for (let from = 0; from < people; from += AT_ONCE)
      for (const id of ids.slice(0, count)) {
        const lines = id5s.slice(from, from + AT_ONCE).map((subject) => ({ subject }))
        await linkages.registerAll(id, 'research', lines)
      }
    const subjects = id5s.map((id5) => subjectOf(keys.subject, id5))
    for (let from = 0; from < people; from += AT_ONCE)
      await store.transact(async (tx) => {
        for (const subject of subjects.slice(from, from + AT_ONCE))
          await revoke(tx, await linkagesOf(tx, subject), { ordinal: 1, recorded_at: Date.now() })
      })
    await publisher.tick()
    return byDatabase(setting.data, subjects)
  } finally {
    await publisher.stop()
    await store.close()
    await setting.remove()
  }
}

function byDatabase(data: string, subjects: string[]): Map<string, Told[]> {
  const order = new Map(subjects.map((subject, at) => [subject, at]))
  const told = new Map<string, Told[]>()
  const db = openStored(data)
  const rows = db.prepare(`select e.database_id, e.seq, e."set", t.idx, l.subject from event e
    join token t on t.token = e.token join linkage l on l.id = t.linkage_id`)
  for (const row of rows.iterate()) {
    const {
      jti = '',
      txn,
      iat = 0,
      sub_id,
      events,
    } = decodeJwt<{
      txn: string
      sub_id: { id: string }
      events: Record<string, { event_timestamp: number }>
    }>(String(row.set))
    const all = told.get(String(row.database_id)) ?? []
    told.set(String(row.database_id), all)
    all[order.get(String(row.subject)) ?? -1] = {
      token: sub_id.id,
      idx: Number(row.idx),
      seq: Number(row.seq),
      jti,
      txn,
      times: [iat, events[CREDENTIAL_CHANGE]?.event_timestamp ?? 0],
    }
  }
  db.close()
  return told
}
