import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Choice } from '../../api/contract/patient.ts'
import { DAY, HOUR } from '../support/clock.ts'
import {
  type Command,
  command,
  holderOf,
  link,
  pass,
  patientOf,
  person,
  restart,
  run,
} from '../support/model/course.ts'
import { DATABASES, type DatabaseId } from '../support/model/model.ts'
import { CODES } from '../support/model/uses.ts'
import { scale } from '../support/scale.ts'
import { dayFrom, INLINE } from '../support/uses.ts'

const RUNS = scale(6, 200)
const COMMANDS = 30

/** Those that a person can stop. */
const database = fc.constantFrom<DatabaseId>('demo-registry', 'demo-biobank')
const day = fc.integer({ min: -6, max: 0 })

const decides = (who: number, choice: Choice) =>
  command(`person ${who}: ${choice} all`, async (model, real) => {
    await patientOf(real, who).signIn()
    const { receipt } = await patientOf(real, who).decide(choice, { all: true })
    real.receipts.push(receipt.number)
    model.decide(who, choice, { all: true })
  })
const passes = (ms: number) =>
  command(`${ms / HOUR} hours pass, and every holder polls`, async (_, real) => {
    await pass(real, ms)
    for (const id of DATABASES) await holderOf(real, id).poll(1000, true)
  })
const links = (who: number, id: DatabaseId) =>
  command(`${id} links person ${who}`, (model, real) => link(model, holderOf(real, id), who, false))
const says = (who: number, id: DatabaseId, code: (typeof CODES)[number]) =>
  command(`${id} says ${code} of person ${who}`, async (model, real) => {
    if (model.isLinked(who, id)) await real.said.outcome(holderOf(real, id), who, code)
  })
const uses = (who: number, id: DatabaseId, under: string | { id: string }, to: number) =>
  command(`${id} reports a use of person ${who} until day ${to}`, async (model, real) => {
    const days = { from: dayFrom(real.world, -9), to: dayFrom(real.world, to) }
    if (model.isLinked(who, id)) await real.said.use(holderOf(real, id), who, under, days)
  })
const DESCRIBED = { ...INLINE, id: 'p-2' }
/** Everybody is linked, one stop is long due, and its holder has used the record since. */
const BEFORE = [
  ...DATABASES.map((id) => links(1, id)),
  decides(0, 'stop'),
  passes(3 * DAY),
  says(0, 'demo-registry', 'partly'),
  uses(0, 'demo-registry', DESCRIBED, -6),
  uses(0, 'demo-registry', DESCRIBED, 0),
]

const commands: fc.Arbitrary<Command>[] = [
  fc.tuple(person, fc.constantFrom<Choice>('stop', 'allow')).map(([who, choice]) => decides(who, choice)),
  fc.tuple(person, database).map(([who, id]) => links(who, id)),
  fc.constantFrom(HOUR, 30 * HOUR, 3 * DAY).map(passes),
  fc.tuple(person, database, fc.constantFrom(...CODES)).map((of) => says(...of)),
  fc
    .tuple(database, fc.constantFrom('p-1', 'p-2'), day)
    .map(([id, project, approved]) =>
      command(`${id} registers ${project}, which was approved on day ${approved}`, (_, real) =>
        real.said.project(holderOf(real, id), project, dayFrom(real.world, approved)),
      ),
    ),
  fc.tuple(person, database, fc.constantFrom('p-1', DESCRIBED), day).map((of) => uses(...of)),
  fc.tuple(person, database).map(([who, id]) =>
    command(
      `${id} reports a use of person ${who}, and the process ends before its last line`,
      async (model, real) => {
        if (!model.isLinked(who, id)) return
        await real.said.cut(real.world, holderOf(real, id), who)
        await restart(model, real)
      },
    ),
  ),
  fc.constant(command('restart', (model, real) => restart(model, real))),
]

const steps = fc.array(fc.oneof(...commands), { minLength: COMMANDS / 2, maxLength: COMMANDS })

test(
  'whatever holders say of rows, projects and uses: outcomes follow what was published, each use has its class and each use after a stop its case',
  async () => {
    const met = new Set<string>()
    await fc.assert(
      fc.asyncProperty(steps, async (course) => {
        const { outcome, upload_token, case_file } = await run([...BEFORE, ...course], true)
        for (const row of upload_token) met.add(String(row.class))
        if (outcome.length > 0) met.add('outcomes')
        if (case_file.length > 0) met.add('cases')
      }),
      { numRuns: RUNS, unbiased: true },
    )
    // The courses got somewhere.
    expect([...met].toSorted()).toEqual(expect.arrayContaining(['after-stop', 'before', 'cases', 'outcomes']))
  },
  scale(180_000, 3_600_000),
)
