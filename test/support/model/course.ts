import fc from 'fast-check'
import { expect } from 'vitest'
import type { Choice, Scope } from '../../../api/contract/patient.ts'
import { createPublisher } from '../../../api/feed/publisher.ts'
import { changedCatalogue } from '../changed-catalogue.ts'
import type { Stored } from '../check/stored.ts'
import { HOUR, MINUTE, SECOND } from '../clock.ts'
import type { Patient } from '../patient.ts'
import { numbersOf, ordinary } from '../people.ts'
import { ALLOW_WAIT, PRODUCTION } from '../pooled.ts'
import { startWorld, type World } from '../world.ts'
import { type CursorHolder, createCursorHolder } from './cursor-holder.ts'
import { createModel, DATABASES, type DatabaseId, LATER, type Model } from './model.ts'
import { createSaid, type Said } from './uses.ts'

export const PEOPLE = [0, 1]

export type Real = {
  world: World
  patients: Patient[]
  holders: Map<DatabaseId, CursorHolder>
  receipts: string[]
  /** What the holders said of rows, projects and uses. */
  said: Said
  /** File of the catalogue after the law has changed. */
  changed: string
  /** Whether changes wait in pools; otherwise each goes out at the next tick. */
  pooled: boolean
}
export type Command = fc.AsyncCommand<Model, Real, true>

export const patientOf = ({ patients }: Real, person: number): Patient => {
  const patient = patients[person]
  if (!patient) throw new Error('no such person')
  return patient
}
export const holderOf = ({ holders }: Real, database: DatabaseId): CursorHolder => {
  const holder = holders.get(database)
  if (!holder) throw new Error('no such holder')
  return holder
}

/** A command after which the invariants of the store are verified. */
export const command = (name: string, act: (model: Model, real: Real) => Promise<void>): Command => ({
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
export async function pass({ world, holders }: Real, ms: number): Promise<void> {
  world.clock.advance(ms)
  for (const { holder } of holders.values()) holder.forgetToken()
  const others = [createPublisher(world.deps), createPublisher(world.deps)]
  await Promise.all([world.tick(), ...others.map(({ tick }) => tick())])
}

/** Where nothing is held back, a tick publishes everything. */
export async function tick(model: Model, { world }: Real): Promise<void> {
  await world.tick()
  model.publish()
}

/** The service starts with the catalogue of the law as it is. */
export const restart = (model: Model, { world, changed }: Real) =>
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
  for (const who of PEOPLE) await seesOutcomes(model, real, who)
}

/** A person reads beside each stop what its holder says of it, and nothing beside what is open. */
async function seesOutcomes(model: Model, real: Real, who: number): Promise<void> {
  const patient = patientOf(real, who)
  if (real.pooled) await patient.signIn()
  const { databases } = await patient.databases()
  for (const database of DATABASES) {
    if (!model.isLinked(who, database)) continue
    const [answer] = await holderOf(real, database).holder.link('research', [numbersOf(ordinary(who))])
    if (!answer || 'error' in answer) throw new Error('no token')
    const seen = databases.find(({ id }) => id === database)?.linkages[0]?.outcome ?? null
    const said = answer.state === 'revoked' ? real.said.of(answer.token) : null
    expect(seen?.code ?? null, `${database}, person ${who}`).toBe(said)
  }
}

/** @param known whether the holder has been told of every decision. */
export async function link(
  model: Model,
  { holder }: CursorHolder,
  who: number,
  known: boolean,
): Promise<void> {
  const [answer] = await holder.link('research', [numbersOf(ordinary(who))])
  const state = model.link(who, holder.database as DatabaseId)
  expect(answer).toMatchObject({ state: known ? state : expect.stringMatching(/^(usable|revoked)$/) })
}

export const person = fc.constantFrom(...PEOPLE)
export const database = fc.constantFrom(...DATABASES)
const scope = fc.oneof(
  fc.constant<Scope>({ all: true }),
  fc.constantFrom<Scope>({ purpose: 'research' }, { purpose: 'industry' }),
  database.map((id): Scope => ({ database: id })),
  database.map((id): Scope => ({ database: id, purpose: 'research' })),
  fc
    .uniqueArray(fc.constantFrom(...DATABASES, 'demo-jisedai'), { minLength: 2 })
    .map((ids): Scope => ({ databases: ids.sort() })),
)

export const commands: fc.Arbitrary<Command>[] = [
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
  return { world, patients, holders, receipts: [], said: createSaid(), changed, pooled }
}

export const passing: fc.Arbitrary<Command> = fc
  .constantFrom(5 * SECOND, 10 * MINUTE, 35 * MINUTE, 3 * HOUR)
  .map((ms) => command(`${ms / MINUTE} minutes pass`, (_, real) => pass(real, ms)))

/**
 * Plays a course in a world of its own, and verifies in the end what was published, read and said.
 * @param pooled whether changes wait in pools. @returns what is stored in the end.
 */
export async function run(steps: Iterable<Command>, pooled: boolean): Promise<Stored> {
  const world = await startWorld(pooled ? { settings: PRODUCTION } : {})
  const changed = await changedCatalogue((one) => (one.id === LATER ? { ...one, opt_out: 'available' } : one))
  if (pooled) world.clock.hold()
  try {
    const model = createModel()
    const real = await begin(world, model, changed.file, pooled)
    await fc.asyncModelRun(() => ({ model, real }), steps)
    await settle(model, real)
    return await world.check()
  } finally {
    await world.close()
    await changed.remove()
  }
}
