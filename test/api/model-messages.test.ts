import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Message } from '../../api/contract/messages.ts'
import type { Choice } from '../../api/contract/patient.ts'
import { DAY, HOUR } from '../support/clock.ts'
import {
  type Command,
  command,
  holderOf,
  link,
  PEOPLE,
  pass,
  patientOf,
  person,
  restart,
  run,
} from '../support/model/course.ts'
import { DATABASES, type DatabaseId } from '../support/model/model.ts'
import { agreeWithRecord, cannotMark } from '../support/model/told-messages.ts'
import { CODES } from '../support/model/uses.ts'
import { scale } from '../support/scale.ts'
import { dayFrom, INLINE } from '../support/uses.ts'

const RUNS = scale(5, 200)
const COMMANDS = 24

const database = fc.constantFrom<DatabaseId>('demo-registry', 'demo-biobank')

/** No two decisions share an instant: いまの状態 shows when the one was made that a linkage rests on, not its id. */
const decides = (who: number, choice: Choice) =>
  command(`person ${who}: ${choice} all`, async (model, real) => {
    real.world.clock.advance(1)
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
const applies = (id: DatabaseId) =>
  command(`${id} applies what it was told`, async (_, real) => {
    const { holder, told } = holderOf(real, id)
    const through_seq = Math.max(0, ...told.map(({ seq }) => seq))
    if (through_seq > 0) await holder.applied({ through_seq })
  })
const says = (who: number, id: DatabaseId, code: (typeof CODES)[number]) =>
  command(`${id} says ${code} of person ${who}`, async (model, real) => {
    if (model.isLinked(who, id)) await real.said.outcome(holderOf(real, id), who, code)
  })
const uses = (who: number, id: DatabaseId, project: string, to: number) =>
  command(`${id} reports a use of person ${who} for ${project} until day ${to}`, async (model, real) => {
    const days = { from: dayFrom(real.world, -9), to: dayFrom(real.world, to) }
    if (model.isLinked(who, id))
      await real.said.use(holderOf(real, id), who, { ...INLINE, id: project }, days)
  })
const answers = command('the operator answers every case', async (_, { world }) => {
  for (const { number } of (await world.check()).case_file)
    await world.deps.caseAnswers.answer(number, 'stopped')
})

/** Everybody reads their messages and one of them marks one; nobody can mark those of somebody else. */
const reads = (met: Set<string>) =>
  command('everybody reads their messages', async (_, real) => {
    const all: Message[][] = []
    for (const who of PEOPLE) {
      const patient = patientOf(real, who)
      const { patient: account } = await patient.signIn()
      const messages = await agreeWithRecord(patient, account?.since ?? '')
      for (const { kind } of messages) met.add(kind)
      all.push(messages)
    }
    const [own = [], others = []] = all
    await cannotMark(patientOf(real, 0), own, others)
    await cannotMark(patientOf(real, 1), others, own)
    const unread = own.find(({ read_at }) => read_at === null)
    if (!unread) return
    const path = `/api/messages/${encodeURIComponent(unread.id)}/read`
    expect((await patientOf(real, 0).browser.send('POST', path, { json: {} })).status).toBe(204)
  })

test(
  'whatever happens, messages agree with the record and with いまの状態, and are their person’s alone',
  async () => {
    const met = new Set<string>()
    const commands: fc.Arbitrary<Command>[] = [
      fc.tuple(person, fc.constantFrom<Choice>('stop', 'allow')).map(([who, choice]) => decides(who, choice)),
      fc.tuple(person, database).map(([who, id]) => links(who, id)),
      fc.constantFrom(HOUR, 30 * HOUR, 3 * DAY).map(passes),
      database.map(applies),
      fc.tuple(person, database, fc.constantFrom(...CODES)).map((of) => says(...of)),
      fc
        .tuple(person, database, fc.constantFrom('p-1', 'p-2'), fc.integer({ min: -6, max: 0 }))
        .map((of) => uses(...of)),
      fc.constant(answers),
      fc.constant(command('restart', (model, real) => restart(model, real))),
      fc.constant(reads(met)),
    ]
    const before = [
      passes(HOUR),
      ...DATABASES.map((id) => links(1, id)),
      decides(0, 'stop'),
      passes(3 * DAY),
      reads(met),
      ...DATABASES.map(applies),
      reads(met),
      says(0, 'demo-registry', 'partly'),
      uses(0, 'demo-registry', 'p-2', 0),
      answers,
      reads(met),
    ]
    const steps = fc.array(fc.oneof(...commands), { minLength: COMMANDS / 2, maxLength: COMMANDS })
    await fc.assert(
      fc.asyncProperty(steps, async (course) => {
        await run([...before, ...course, reads(met)], true)
      }),
      { numRuns: RUNS, unbiased: true },
    )
    // The courses got somewhere.
    const expected = ['answered', 'late', 'linked', 'reported', 'stopped', 'used', 'used-after-stop']
    expect([...met].toSorted()).toEqual(expect.arrayContaining(expected))
  },
  scale(180_000, 3_600_000),
)
