/**
 * `npm run privacy`: two holders who have linked everybody pair people by the decisions that they were told. Prints
 * the figures as JSON. Writes each to `figures.json`, and wherever the table is quoted, as soon as it is measured.
 * `--kind series`, `--only 1000`: only the lines of one kind or rate; the others keep their figures.
 */
import { parseArgs } from 'node:util'
import { query, startCluster } from '../support/postgres/cluster.ts'
import { scratch } from '../support/scratch.ts'
import { type Figure, keepFigures, keyOf, table } from './figures.ts'
import { play, type Scenario } from './scenarios.ts'

const PRODUCTION = { min: 20, maxS: 3600, allowS: 172_800 }
const AT_ONCE = { min: 1, maxS: 0, allowS: 0 }
const SEED = 'two holders'

type Played = Pick<Scenario, 'kind' | 'perDay' | 'people' | 'rule' | 'publishers'> & { postgres?: true }

const PLAYED: Played[] = [
  { kind: 'single', perDay: 50, people: 500, rule: AT_ONCE },
  { kind: 'single', perDay: 1000, people: 1000, rule: AT_ONCE },
  { kind: 'single', perDay: 50, people: 1000, rule: PRODUCTION },
  { kind: 'single', perDay: 274, people: 1000, rule: PRODUCTION },
  { kind: 'single', perDay: 1000, people: 2000, rule: PRODUCTION },
  { kind: 'single', perDay: 1000, people: 1000, rule: PRODUCTION, publishers: 3 },
  { kind: 'single', perDay: 1000, people: 1000, rule: PRODUCTION, publishers: 3, postgres: true },
  { kind: 'single', perDay: 20_000, people: 4000, rule: PRODUCTION },
  { kind: 'single', perDay: 100_000, people: 6000, rule: PRODUCTION },
  { kind: 'hours', perDay: 50, people: 100, rule: PRODUCTION },
  { kind: 'hours', perDay: 1000, people: 200, rule: PRODUCTION },
  { kind: 'hours', perDay: 20_000, people: 400, rule: PRODUCTION },
  { kind: 'hours', perDay: 100_000, people: 400, rule: PRODUCTION },
  { kind: 'series', perDay: 50, people: 200, rule: PRODUCTION },
  { kind: 'series', perDay: 274, people: 200, rule: PRODUCTION },
  { kind: 'series', perDay: 1000, people: 200, rule: PRODUCTION },
  { kind: 'series', perDay: 1000, people: 200, rule: { ...PRODUCTION, allowS: 21_600 } },
  { kind: 'days', perDay: 1000, people: 200, rule: PRODUCTION },
]

const engineOf = (postgres: true | undefined) => (postgres ? 'PostgreSQL' : 'embedded')
const keyOfPlayed = ({ postgres, publishers = 1, ...played }: Played) =>
  keyOf({ ...played, publishers, engine: engineOf(postgres) })

const { values } = parseArgs({ options: { only: { type: 'string' }, kind: { type: 'string' } } })
Object.assign(process.env, scratch)
const figures: Figure[] = []
for (const { postgres, publishers = 1, ...scenario } of PLAYED) {
  if (values.only && Number(values.only) !== scenario.perDay) continue
  if (values.kind && values.kind !== scenario.kind) continue
  const cluster = postgres ? await startCluster() : null
  try {
    const url = `postgres://erabu@127.0.0.1:${cluster?.port}/`
    if (cluster) await query(`${url}postgres`, 'create database privacy')
    const outcome = await play({
      ...scenario,
      publishers,
      seed: SEED,
      ...(cluster && { url: `${url}privacy` }),
    })
    figures.push({ ...scenario, publishers, engine: engineOf(postgres), outcome })
    keepFigures(figures, PLAYED.map(keyOfPlayed))
  } finally {
    await cluster?.close()
  }
  console.error(table(figures.slice(-1)).split('\n').at(-2))
}
console.log(JSON.stringify(figures, null, 2))
