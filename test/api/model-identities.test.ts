import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Choice, Scope } from '../../api/contract/patient.ts'
import { addSecrets, dropOldSecrets } from '../../api/keys/rekey.ts'
import { finishKeys } from '../../api/services/identity/known-by.ts'
import { HOUR } from '../support/clock.ts'
import type { Patient } from '../support/patient.ts'
import { numbersOf, ordinary, PEOPLE } from '../support/people.ts'
import { bitOf } from '../support/pooled.ts'
import { scale } from '../support/scale.ts'
import { linkOne } from '../support/sealed.ts'
import { startWorld } from '../support/world.ts'

const RUNS = scale(4, 150)
const LONGEST = 16
/** A course with restarts takes seconds on a busy machine; the long form plays many. */
const LIMIT_MS = scale(120_000, 3_600_000)
const SETTINGS = { ERABU_SCHEMES: 'id5,id4,kyotsu' }
const DATABASES = ['demo-registry', 'demo-biobank'] as const
/** The first two share name, birth date and sex. */
const RESIDENTS = [PEOPLE.namesake, PEOPLE.otherNamesake, ordinary(21)]
/** Longer than any change waits. */
const LONG = 72 * HOUR

type DatabaseId = (typeof DATABASES)[number]
/** How far somebody counts: always, or with the decisions made before the one with this number. */
type Until = number | 'always'
/** What a holder has of somebody: by which seal it registers, and whose stops count for it. No owner: of several. */
type Row = { database: DatabaseId; content: () => object; owner: number | null; counted: Map<number, Until> }
/** Two who were named as one person: since when, in which order, and until when. */
type Kin = { since: number; until: Until }

/** A service, its people, and a model of who stops what. */
async function open() {
  const world = await startWorld({ settings: SETTINGS })
  world.clock.hold()
  const patients: Patient[] = []
  const ids: Record<string, string>[] = []
  const subjects: string[] = []
  for (const resident of RESIDENTS) {
    const patient = world.patient()
    await patient.enrol(resident.id)
    patients.push(patient)
    const known = (await world.check()).patient.map(({ subject }) => subject)
    subjects.push(...known.filter((subject) => !subjects.includes(subject)))
    const named = await world.deps.identification.person([numbersOf(resident)])
    ids.push(Object.fromEntries(named?.ids.map(({ scheme, id }) => [scheme, id]) ?? []))
  }
  return {
    world,
    patients,
    ids,
    rows: new Map<string, Row>(),
    decisions: [] as Decided[],
    kin: new Map<string, Kin>(),
    subjects,
  }
}
type Course = Awaited<ReturnType<typeof open>>
type Decided = { who: number; choice: Choice; scope: Scope }

const covers = (scope: Scope, database: DatabaseId) =>
  'all' in scope || ('database' in scope && scope.database === database)

const newestOf = ({ decisions }: Course, who: number, database: DatabaseId, until: Until = 'always') =>
  decisions.findLastIndex(
    (made, at) => made.who === who && covers(made.scope, database) && (until === 'always' || at < until),
  )

/** Whether somebody stops a row. Whoever counts for a time counts until its owner decides. */
const isStopped = (course: Course, { database, owner, counted }: Row) =>
  [...counted].some(([who, until]) => {
    if (until !== 'always' && owner !== null && newestOf(course, owner, database) >= until) return false
    return course.decisions[newestOf(course, who, database, until)]?.choice === 'stop'
  })

const pairOf = (one: number, other: number) => [one, other].sort().join(' ')

/** Registers what a holder has, and notes it in the model. */
async function register(course: Course, key: string, row: Row) {
  const known = course.rows.get(key)
  const counted = new Map([...(known?.counted ?? []), ...row.counted])
  for (const who of row.counted.keys())
    for (const other of RESIDENTS.keys()) {
      const kin = course.kin.get(pairOf(who, other))
      if (!kin || counted.get(other) === 'always') continue
      if (row.owner === who || kin.until === 'always') counted.set(other, kin.until)
    }
  course.rows.set(key, { ...row, counted })
  return linkOne(course.world, row.database, row.content())
}

const linksBy = (who: number, database: DatabaseId, scheme: 'id5' | 'kyotsu') => (course: Course) => {
  const { id5, kyotsu } = course.ids[who] ?? {}
  const content = () => (scheme === 'id5' ? { scheme, id5 } : { scheme, kyotsu, id5 })
  return register(course, `${who} ${database}`, { database, content, owner: who, counted: only(who) })
}

const only = (...people: number[]) => new Map(people.map((who): [number, Until] => [who, 'always']))

const linksRecord = (database: DatabaseId) => (course: Course) => {
  const candidates = [0, 1].map((who) => course.ids[who]?.id5)
  const content = () => ({ scheme: 'id4', id4: 'namesakes', candidates })
  return register(course, `record ${database}`, { database, content, owner: null, counted: only(0, 1) })
}

const decides =
  (who: number, choice: Choice, scope: Scope) =>
  async ({ patients, decisions }: Course) => {
    await patients[who]?.signIn()
    await patients[who]?.decide(choice, scope)
    decisions.push({ who, choice, scope })
  }

/** A source names an earlier identifier of somebody, which is another person's: from then on a stop counts for both. */
const corrects = (who: number, other: number, database: DatabaseId) => async (course: Course) => {
  const { ids, kin, rows, world } = course
  const content = () => ({ scheme: 'id5', id5: ids[who]?.id5, was: [ids[other]?.id5] })
  const pair = pairOf(who, other)
  if (kin.get(pair)?.until !== 'always')
    kin.set(pair, { since: world.clock.now().getTime(), until: 'always' })
  for (const { owner, counted } of rows.values())
    if (owner === who) counted.set(other, 'always')
    else if (owner === other) counted.set(who, 'always')
  return register(course, `${who} ${database}`, { database, content, owner: who, counted: only(who) })
}

/** The operator says of a person's oldest case that the register was corrected. */
const endsKin = (who: number) => async (course: Course) => {
  const { world, kin, rows, decisions, subjects } = course
  const about = (await world.check()).case_file
    .filter(({ subject, state }) => subject === subjects[who] && state === 'open')
    .sort((a, b) => a.opened_at - b.opened_at)[0]
  if (!about) return
  expect(await world.deps.caseAnswers.answer(about.number, 'corrected')).toBe('answered')
  for (const other of RESIDENTS.keys()) {
    const found = kin.get(pairOf(who, other))
    if (found?.until !== 'always' || found.since > about.opened_at) continue
    found.until = decisions.length
    for (const { owner, counted } of rows.values())
      if (owner === who && counted.has(other)) counted.set(other, decisions.length)
      else if (owner === other && counted.has(who)) counted.set(who, decisions.length)
  }
}

const restarts = ({ world }: Course) => world.restart(undefined, SETTINGS)

/** Begins a change of keys, or ends it where everybody is known by the new one. */
const rekeys = async ({ world }: Course) => {
  const { config, store, keys } = world.deps
  const under = keys.aliases.length > 1
  const missing = under
    ? await finishKeys(store, keys, { now: world.clock.now().getTime() + LONG, longestMs: 0 })
    : []
  if (!under) await addSecrets(config.keys)
  else if (missing.length === 0) await dropOldSecrets(config.keys)
  await world.restart(undefined, SETTINGS)
}

const passes =
  (ms: number) =>
  async ({ world }: Course) => {
    world.clock.advance(ms)
    await world.tick()
  }

/** Whether each row that a holder has may be used is what the model says, in its list and in the answer. */
async function agree(course: Course): Promise<void> {
  await passes(LONG)(course)
  await passes(HOUR)(course)
  for (const [key, known] of course.rows) {
    const { database, content } = known
    const stopped = isStopped(course, known)
    const row = await linkOne(course.world, database, content())
    expect([key, row.state], 'answer').toEqual([key, stopped ? 'revoked' : 'usable'])
    expect([key, await bitOf(course.world, row)], 'bit').toEqual([key, stopped ? 1 : 0])
  }
}

/** A step with its name, so that a course that fails can be read. */
const named = (name: string, run: (course: Course) => Promise<unknown>) => ({ run, toString: () => name })

const person = fc.nat({ max: RESIDENTS.length - 1 })
const database = fc.constantFrom(...DATABASES)
const scope = fc.oneof(
  fc.constant<Scope>({ all: true }),
  database.map((id): Scope => ({ database: id })),
)
const step = fc.oneof(
  fc
    .tuple(person, database, fc.constantFrom('id5', 'kyotsu'))
    .map((of) => named(`links ${of}`, linksBy(...of))),
  database.map((id) => named(`links a record of two in ${id}`, linksRecord(id))),
  fc
    .tuple(person, fc.constantFrom<Choice>('stop', 'stop', 'allow'), scope)
    .map((of) => named(`decides ${JSON.stringify(of)}`, decides(...of))),
  fc
    .tuple(person, person, database)
    .filter(([who, other]) => who !== other)
    .map((of) => named(`corrects ${of}`, corrects(...of))),
  person.map((who) => named(`ends kin of ${who}`, endsKin(who))),
  fc.constant(named('restarts', restarts)),
  fc.constant(named('rekeys', rekeys)),
  fc.constantFrom(HOUR, LONG).map((ms) => named(`${ms / HOUR} hours pass`, passes(ms))),
)

test(
  'whoever somebody is called by, and whatever is corrected, every stop is kept and no other is made',
  async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 6, maxLength: LONGEST }), async (steps) => {
        const course = await open()
        try {
          for (const one of steps) {
            await one.run(course)
            await course.world.check()
          }
          await agree(course)
          await course.world.check()
        } finally {
          await course.world.close()
        }
      }),
      { numRuns: RUNS, unbiased: true },
    )
  },
  LIMIT_MS,
)
