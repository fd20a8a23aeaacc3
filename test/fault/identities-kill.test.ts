import { randomInt } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { stageOf } from '../../api/keys/rekey.ts'
import { startCluster } from '../support/postgres/cluster.ts'
import { runRekey } from '../support/rekey.ts'
import { reportFigures } from '../support/report-figures.ts'
import { scale } from '../support/scale.ts'
import { openCourse } from './support/identity-course.ts'
import { type IdentitySystem, startEmbedded, startShared } from './support/identity-system.ts'
import { postgresTest } from './support/needs.ts'

/** There are 40 ordinary people, and one is new in each round. */
const ROUNDS = scale(4, 36)
const KILL_WITHIN_MS = 600
/** A command has fewer steps. */
const STEPS = 14

const title = (engine: string) =>
  `kill -9 while people are found, decide and are linked, and keys change, ${ROUNDS} times on ${engine}: no stop is lost on any side`

test(title('the embedded store'), async () => {
  const system = await startEmbedded()
  try {
    await play(system, 'identities-kill')
  } finally {
    await system.close()
  }
})

postgresTest(title('PostgreSQL, two processes'), async () => {
  const cluster = await startCluster()
  try {
    const system = await startShared(await cluster.createDatabase())
    try {
      await play(system, 'identities-kill-postgres')
    } finally {
      await system.close()
    }
  } finally {
    await cluster.close()
  }
})

async function play(system: IdentitySystem, figures: string): Promise<void> {
  const course = await openCourse(system)
  const { ERABU_KEYS: keys = '' } = system.env
  const rekeys = { planned: 0, finished: 0, killed: 0 }

  /** Runs a command that may be killed at any step, again until it is through. */
  async function through(word: string, until: 'both' | 'none'): Promise<void> {
    const { code } = await runRekey(system.env, word, 1 + randomInt(STEPS))
    if (code === -1) rekeys.killed += 1
    else expect(code, word).toBe(0)
    if ((await stageOf(keys)) === until) return
    const again = await runRekey(system.env, word)
    expect([again.code, again.said], word).toEqual([0, expect.anything()])
  }

  for (let round = 1; round <= ROUNDS; round++) {
    await course.round(round, KILL_WITHIN_MS)
    if (round % 2 === 1) {
      await system.end()
      await through('--plan', 'both')
      await system.begin()
      rekeys.planned += 1
    } else {
      await course.appear()
      await course.settled()
      await sleep(100)
      await system.end()
      await through('--finish', 'none')
      await system.begin()
      rekeys.finished += 1
    }
    if (round % 9 === 0) await course.agree()
  }
  await course.agree()

  const { acknowledged, cut, registrations, registrationsCut, enrolmentsCut } = course.counts
  expect(acknowledged, 'decisions that were acknowledged').toBeGreaterThan(0)
  expect(cut + registrationsCut + enrolmentsCut, 'what was cut off').toBeGreaterThan(0)
  reportFigures(
    'test/fault/README.md',
    figures,
    `${ROUNDS} kills: ${acknowledged} decisions acknowledged and ${cut} cut off, ${registrations} registrations answered and ${registrationsCut} cut off, ${enrolmentsCut} enrolments cut off; keys changed ${rekeys.finished} times, ${rekeys.killed} of these commands killed. ${course.rows.size} rows of ${course.people.length} people: 0 stops lost.`,
  )
}
