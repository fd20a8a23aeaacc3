import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Choice, Scope } from '../../api/contract/patient.ts'
import { createPublisher } from '../../api/feed/publisher.ts'
import { changedCatalogue } from '../support/changed-catalogue.ts'
import { HOUR, MINUTE, SECOND } from '../support/clock.ts'
import { type CursorHolder, createCursorHolder } from '../support/model/cursor-holder.ts'
import { createModel, DATABASES, type DatabaseId, LATER, type Model } from '../support/model/model.ts'
import type { Patient } from '../support/patient.ts'
import { numbersOf, ordinary } from '../support/people.ts'
import { ALLOW_WAIT, PRODUCTION } from '../support/pooled.ts'
import { scale } from '../support/scale.ts'
import { startWorld, type World } from '../support/world.ts'

const RUNS = scale(10, 400)
const COMMANDS = scale(40, 60)
const PEOPLE = [0, 1]

type Real = {
  world: World
  patients: Patient[]
  holders: Map<DatabaseId, CursorHolder>
  receipts: string[]
  /** File of the catalogue after the law has changed. */
  changed: string
  /** Whether changes wait in pools; otherwise each goes out at the next tick. */
  pooled: boolean
}
type Command = fc.AsyncCommand<Model, Real, true>

const patientOf = ({ patients }: Real, person: number): Patient => {
  const patient = patients[person]
  if (!patient) throw new Error('no such person')
  return patient
}
const holderOf = ({ holders }: Real, database: DatabaseId): CursorHolder => {
  const holder = holders.get(database)
  if (!holder) throw new Error('no such holder')
  return holder
}

/** A command after which the invariants of the store are verified. */
const command = (name: string, act: (model: Model, real: Real) => Promise<void>): Command => ({
  check: async () => true,
  async run(model, real) {
    await act(model, real)
    const { decision } = await real.world.check()
    for (const person of PEOPLE) expect(decision.length).toBeGreaterThanOrEqual(model.made(person).length)
    // I1: what was acknowledged is there.
    const kept = new Set(decision.map(({ receipt_number }) => receipt_number))
    expect(real.receipts.filter((number) => !kept.has(number))).toEqual([])
  },
  toString: () => name,
})

/** Time passes, and publishers tick, several of them at once. */
async function pass({ world, holders }: Real, ms: number): Promise<void> {
  world.clock.advance(ms)
  for (const { holder } of holders.values()) holder.forgetToken()
  const others = [createPublisher(world.deps), createPublisher(world.deps)]
  await Promise.all([world.tick(), ...others.map(({ tick }) => tick())])
}

/** Where nothing is held back, a tick publishes everything. */
async function tick(model: Model, { world }: Real): Promise<void> {
  await world.tick()
  model.publish()
}

/** The service starts with the catalogue of the law as it is. */
const restart = (model: Model, { world, changed }: Real) =>
  world.restart(undefined, model.isChanged() ? { ERABU_CATALOGUE: changed } : {})

/** Everything is published and read: what the holders know must be what the rules say (I2, I3, I4). */
async function settle(model: Model, real: Real): Promise<void> {
  if (real.pooled) await pass(real, ALLOW_WAIT)
  await tick(model, real)
  for (const database of DATABASES) {
    const { told, ...consumer } = holderOf(real, database)
    for (let rounds = 0; rounds < 100; rounds++) if ((await consumer.poll(1000, true)) === 0) break
    const revoked = told.filter(({ kind }) => kind === 'revoke').map(({ token }) => token)
    const created = told.filter(({ kind }) => kind === 'create')
    // With pools, what nobody was told yet is dropped where a linkage is taken back.
    if (!real.pooled) {
      expect(revoked.length).toBe(model.toldOf('revoke', database))
      expect(created.length).toBe(model.toldOf('create', database))
    }
    expect(new Set(revoked).size, 'a token is revoked once').toBe(revoked.length)
    for (const { seq, token, replaces } of created) {
      const ended = told.find((change) => change.kind === 'revoke' && change.token === replaces)
      expect(ended?.seq, 'what is replaced was revoked before').toBeLessThan(seq)
      const again = told.find((change) => change.kind === 'revoke' && change.token === token)
      if (again) expect(again.seq, 'revoked for ever means no create after it').toBeGreaterThan(seq)
    }
    for (const who of PEOPLE)
      if (model.isLinked(who, database)) await link(model, holderOf(real, database), who, true)
  }
}

/** @param known whether the holder has been told of every decision. */
async function link(model: Model, { holder }: CursorHolder, who: number, known: boolean): Promise<void> {
  const [answer] = await holder.link('research', [numbersOf(ordinary(who))])
  const state = model.link(who, holder.database as DatabaseId)
  expect(answer).toMatchObject({ state: known ? state : expect.stringMatching(/^(usable|revoked)$/) })
}

const person = fc.constantFrom(...PEOPLE)
const database = fc.constantFrom(...DATABASES)
const scope = fc.oneof(
  fc.constant<Scope>({ all: true }),
  fc.constantFrom<Scope>({ purpose: 'research' }, { purpose: 'industry' }),
  database.map((id): Scope => ({ database: id })),
  database.map((id): Scope => ({ database: id, purpose: 'research' })),
  fc
    .uniqueArray(fc.constantFrom(...DATABASES, 'demo-jisedai'), { minLength: 2 })
    .map((ids): Scope => ({ databases: ids.sort() })),
)

const commands: fc.Arbitrary<Command>[] = [
  fc.tuple(person, fc.constantFrom<Choice>('stop', 'allow'), scope).map(([who, choice, of]) =>
    command(`person ${who}: ${choice} ${JSON.stringify(of)}`, async (model, real) => {
      if (real.pooled) await patientOf(real, who).signIn()
      if (!model.isChanged() && JSON.stringify(of).includes(LATER)) {
        await expect(patientOf(real, who).decide(choice, of)).rejects.toThrow('not-stoppable')
        return
      }
      const { receipt } = await patientOf(real, who).decide(choice, of)
      real.receipts.push(receipt.number)
      model.decide(who, choice, of)
    }),
  ),
  fc
    .tuple(person, database)
    .map(([who, id]) =>
      command(`${id} links person ${who}`, (model, real) =>
        link(model, holderOf(real, id), who, !real.pooled),
      ),
    ),
  fc.tuple(person, database).map(([who, id]) =>
    command(`${id} takes person ${who} back`, async (model, real) => {
      if (!model.isLinked(who, id)) return
      const { holder } = holderOf(real, id)
      const [answer] = await holder.link('research', [numbersOf(ordinary(who))])
      if (!answer || 'error' in answer) throw new Error('no token')
      const ndjson = `${JSON.stringify({ token: answer.token })}\n`
      const removed = await holder.send('POST', `/linkages/removals?database=${id}`, { ndjson })
      expect(await removed.json()).toMatchObject({ removed: true })
      model.remove(who, id)
    }),
  ),
  fc.constant(command('tick', tick)),
  fc.tuple(database, fc.integer({ min: 1, max: 3 }), fc.boolean()).map(([id, most, acknowledges]) =>
    command(`${id} polls ${most}${acknowledges ? '' : ' and acknowledges nothing'}`, async (_, real) => {
      await holderOf(real, id).poll(most, acknowledges)
    }),
  ),
  fc
    .tuple(database, fc.nat(6))
    .map(([id, seq]) =>
      command(`${id} restores a backup of ${seq}`, (_, real) => holderOf(real, id).restore(seq)),
    ),
  fc.constant(command('restart', (model, real) => restart(model, real))),
  fc.constant(
    command('the law changes', async (model, real) => {
      if (model.isChanged()) return
      model.changeLaw()
      await restart(model, real)
    }),
  ),
  fc.constant(command('all is published and read', settle)),
]

/**
 * One person is linked everywhere, so that decisions reach several linkages from the start. The other is linked where
 * a command says so, perhaps after a decision.
 */
async function begin(world: World, model: Model, changed: string, pooled: boolean): Promise<Real> {
  const patients = PEOPLE.map(() => world.patient())
  for (const [who, patient] of patients.entries()) await patient.enrol(ordinary(who).id)
  const holders = new Map(DATABASES.map((id) => [id, createCursorHolder(world.holder(id))]))
  for (const cursorHolder of holders.values()) {
    await cursorHolder.holder.streamId()
    await link(model, cursorHolder, 0, true)
  }
  return { world, patients, holders, receipts: [], changed, pooled }
}

const passing: fc.Arbitrary<Command> = fc
  .constantFrom(5 * SECOND, 10 * MINUTE, 35 * MINUTE, 3 * HOUR)
  .map((ms) => command(`${ms / MINUTE} minutes pass`, (_, real) => pass(real, ms)))

async function run(steps: Iterable<Command>, pooled: boolean): Promise<void> {
  const world = await startWorld(pooled ? { settings: PRODUCTION } : {})
  const changed = await changedCatalogue((one) => (one.id === LATER ? { ...one, opt_out: 'available' } : one))
  if (pooled) world.clock.hold()
  try {
    const model = createModel()
    const real = await begin(world, model, changed.file, pooled)
    await fc.asyncModelRun(() => ({ model, real }), steps)
    await settle(model, real)
    await world.check()
  } finally {
    await world.close()
    await changed.remove()
  }
}

for (const [how, all, pooled] of [
  ['at once', commands, false],
  ['in pools, by several publishers', [...commands, passing, passing], true],
] as const)
  test(
    `published ${how}: whatever people, holders, crashes and restored backups do, I1 to I4 hold and a cursor is enough`,
    async () => {
      await fc.assert(
        fc.asyncProperty(fc.commands([...all], { maxCommands: COMMANDS, size: 'max' }), (steps) =>
          run(steps, pooled),
        ),
        // With the bias towards small values the first runs would do next to nothing.
        { numRuns: RUNS, unbiased: true },
      )
    },
    scale(180_000, 3_600_000),
  )
