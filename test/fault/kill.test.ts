import { randomInt } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest'
import { startApiProcess } from '../support/api-process.ts'
import { createCheck } from '../support/check/check.ts'
import type { Patient } from '../support/patient.ts'
import { reportFigures } from '../support/report-figures.ts'
import { scale } from '../support/scale.ts'
import { quantile } from '../support/statistics.ts'
import { createLedger, enrolPeople, prepare, receiptsOf, retryUnanswered, send } from './support/in-flight.ts'

const LOOPS = scale(8, 200)
const PEOPLE = 10
const IN_FLIGHT = 20
const RETRY_EVERY = 2
/** Longer than 20 decisions take, so that some kills come before, some amid and some after them. */
const KILL_WITHIN_MS = 150

let api: Awaited<ReturnType<typeof startApiProcess>>
let patients: Patient[]

beforeAll(async () => {
  api = await startApiProcess({ ERABU_TICK_MS: '20', ERABU_LOG: 'warn' })
  patients = await enrolPeople(api, PEOPLE)
})

afterAll(() => api?.close())

describe('kill -9 at any moment', () => {
  test(`loses no acknowledged decision and leaves nothing half-done, ${LOOPS} times`, async () => {
    const { keys } = (await (await fetch(`${api.origin}/jwks.json`)).json()) as { keys: [JsonWebKey] }
    const check = createCheck({ place: { data: api.data }, origin: api.origin, signingKey: keys[0] })
    const ledger = createLedger()
    let unanswered = 0
    const boots: number[] = []

    for (let loop = 0; loop < LOOPS; loop++) {
      const sent = await prepare(patients, IN_FLIGHT, loop)
      const answers = sent.map(send)
      // On a slow machine every kill could come before the first answer.
      if (loop % 2 === 1) await Promise.any(answers)
      await sleep(randomInt(KILL_WITHIN_MS))
      await api.kill()
      await Promise.all(answers)
      ledger.note(sent)
      unanswered += sent.filter((one) => one.acknowledged === null).length

      const stored = await check()
      expect(ledger.lost(receiptsOf(stored)), 'acknowledged decisions that are lost').toBe(0)

      boots.push(await api.start())
      if (loop % RETRY_EVERY === 0) await retryUnanswered(sent, stored)
    }

    expect(ledger.size(), 'decisions that were acknowledged').toBeGreaterThan(0)
    expect(unanswered, 'decisions that were cut off').toBeGreaterThan(0)
    const [median = 0, slowest = 0] = [0.5, 1].map((share) => quantile(boots, share))
    if (inject('long')) expect(median, 'ms until it answers again').toBeLessThan(2000)
    await expect
      .poll(async () => (await check()).outbox, {
        message: 'changes that were never published',
        timeout: 60_000,
      })
      .toEqual([])
    expect((await check()).event.length).toBeGreaterThan(0)
    reportFigures(
      'test/fault/README.md',
      'kill',
      `${LOOPS} kills of one process: ${ledger.size()} decisions acknowledged, ${unanswered} cut off, 0 lost. It answered again after ${Math.round(median)} ms in the middle, ${Math.round(slowest)} ms at most.`,
    )
  })
})
