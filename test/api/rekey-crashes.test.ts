import { expect } from 'vitest'
import { stageOf } from '../../api/keys/rekey.ts'
import { numbersOf, ordinary } from '../support/people.ts'
import { bitOf, linked } from '../support/pooled.ts'
import { rekey } from '../support/rekey.ts'
import { scale } from '../support/scale.ts'
import type { World } from '../support/world.ts'
import { test } from '../support/world-test.ts'

const REGISTRY = 'demo-registry'
/** Far more steps than the command has. */
const MOST = 40
/** The short form takes each third step, and finds every stage too. */
const [FIRST, STRIDE] = [scale(4, 1), scale(3, 1)]

/** Registers the first people, as their holder does again and again. */
const link = async (world: World, count: number) => {
  const people = Array.from({ length: count }, (_, index) => numbersOf(ordinary(index)))
  return (await world.holder(REGISTRY).link('research', people)).map((answer) => linked([answer]))
}

/** Runs a command that is killed at a step. @returns whether it was. */
async function killed(world: World, word: string, step: number): Promise<boolean> {
  const { code, said } = await rekey(world, word, step)
  expect([code, said], word).toEqual(code === -1 ? [-1, ''] : [0, expect.anything()])
  return code === -1
}

/** What each stage says to who asks, or plans again. */
const SAYS = {
  none: { status: 'no change of keys is under way' },
  planned: { status: 'run --plan again' },
  both: { status: 'known by the new key', plan: 'under way: see --status' },
  finished: { status: 'run --finish again', plan: 'run --finish again' },
}

/** Runs a command to its end. */
async function whole(world: World, word: string): Promise<void> {
  const { code, said } = await rekey(world, word)
  expect([code, said], word).toEqual([0, expect.anything()])
}

test('a change of keys that is killed at any step of either command goes on, and loses nobody', async ({
  world,
}) => {
  const { keys } = world.deps.config
  const patient = world.patient()
  await patient.enrol(ordinary(0).id)
  let people = 2
  const tokens = (await link(world, people)).map(({ token }) => token)
  await patient.decide('stop', { all: true })
  await world.tick()

  /** The next person is new; everybody else has the token of before, and the stop of the first one stands. */
  async function holds(next: 'with somebody new' | 'as before'): Promise<void> {
    if (next === 'with somebody new') people += 1
    const rows = await link(world, people)
    expect(rows.map(({ token }) => token).slice(0, tokens.length)).toEqual(tokens)
    tokens.push(...rows.slice(tokens.length).map(({ token }) => token))
    await world.tick()
    const bits = await Promise.all(rows.map((row) => bitOf(world, row)))
    expect(bits).toEqual(rows.map((_, index) => (index === 0 ? 1 : 0)))
  }

  const kills = { plan: 0, finish: 0 }
  const stages = new Set<string>()
  async function look(): Promise<void> {
    const stage = await stageOf(keys)
    if (stages.has(stage)) return
    stages.add(stage)
    const says: { status: string; plan?: string } = SAYS[stage]
    expect(await rekey(world, '--status')).toMatchObject({
      code: 0,
      said: expect.stringContaining(says.status),
    })
    if (says.plan)
      expect(await rekey(world, '--plan')).toMatchObject({
        code: 1,
        said: expect.stringContaining(says.plan),
      })
  }

  for (let step = FIRST; step <= MOST; step += STRIDE) {
    const planKilled = await killed(world, '--plan', step)
    await look()
    await world.restart()
    await holds('as before')
    if ((await stageOf(keys)) !== 'both') await whole(world, '--plan')
    await world.restart()
    await holds('as before')

    let finishKilled = false
    const started = await world
      .restart(async () => {
        finishKilled = await killed(world, '--finish', step)
        await look()
      })
      .then(
        () => 'started' as const,
        (error: Error) => error.message,
      )
    if (started === 'started') {
      await holds('with somebody new')
      await world.restart(async () => {
        if ((await stageOf(keys)) !== 'none') await whole(world, '--finish')
      })
    } else {
      expect(started).toContain('npm run rekey -- --finish')
      await whole(world, '--finish')
      await world.begin()
    }
    expect(await stageOf(keys)).toBe('none')
    await holds('as before')
    kills.plan += planKilled ? 1 : 0
    kills.finish += finishKilled ? 1 : 0
    if (!planKilled && !finishKilled) break
  }
  expect(kills.plan).toBeGreaterThanOrEqual(scale(2, 8))
  expect(kills.finish).toBeGreaterThan(kills.plan)
  expect(stages).toEqual(new Set(['none', 'planned', 'both', 'finished']))
  await patient.signIn()
  await patient.prove(ordinary(0).id)
  expect((await patient.databases()).standing?.choice).toBe('stop')
}, 600_000)
