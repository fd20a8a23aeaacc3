import { randomInt } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, expect } from 'vitest'
import type { Patient } from '../support/patient.ts'
import { type Cluster, startCluster } from '../support/postgres/cluster.ts'
import { reportFigures } from '../support/report-figures.ts'
import { scale } from '../support/scale.ts'
import { type Fleet, startFleet } from './support/fleet.ts'
import { createLedger, enrolPeople, prepare, receiptsOf, retryUnanswered, send } from './support/in-flight.ts'
import { postgresTest } from './support/needs.ts'

const LOOPS = scale(4, 60)
/** A retry that finds its twin dead waits some seconds for it: one retry after each kind of kill is enough. */
const RETRIED = scale(2, 60)
const PROCESSES = 3
const PEOPLE = 8
const IN_FLIGHT = 16
const KILL_WITHIN_MS = 400

let cluster: Cluster
let fleet: Fleet
let patients: Patient[]

beforeAll(async () => {
  if (postgresTest.missing) return
  cluster = await startCluster()
  fleet = await startFleet(await cluster.createDatabase(), PROCESSES)
  patients = await enrolPeople(fleet, PEOPLE)
})

afterAll(async () => {
  await fleet?.close()
  await cluster?.close()
})

postgresTest(
  `three processes with three publishers: kill -9 of one, or of PostgreSQL, loses and duplicates nothing, ${LOOPS} times`,
  async () => {
    const ledger = createLedger()
    let unanswered = 0

    for (let loop = 0; loop < LOOPS; loop++) {
      const sent = await prepare(patients, IN_FLIGHT, loop)
      const answers = Promise.all(sent.map(send))
      await sleep(randomInt(KILL_WITHIN_MS))
      const victim = loop % 2 === 0 ? fleet.processes[loop % PROCESSES] : cluster
      await victim?.kill()
      await answers
      ledger.note(sent)
      unanswered += sent.filter((one) => one.acknowledged === null).length
      await victim?.start()

      const stored = await fleet.check()
      expect(ledger.lost(receiptsOf(stored)), 'acknowledged decisions that are lost').toBe(0)
      if (loop < RETRIED) await retryUnanswered(sent, stored)
    }

    const { outbox, event } = await settled()
    expect(outbox, 'changes that were never published').toEqual([])
    expect(event.length).toBeGreaterThan(0)
    expect(ledger.size(), 'decisions that were acknowledged').toBeGreaterThan(0)
    expect(unanswered, 'decisions that were cut off').toBeGreaterThan(0)
    reportFigures(
      'test/fault/README.md',
      'postgres-kill',
      `${LOOPS} kills of one of three processes, or of PostgreSQL: ${ledger.size()} decisions acknowledged, ${unanswered} cut off, 0 lost.`,
    )
  },
)

/** The store after the publishers have published everything. */
async function settled() {
  for (let tries = 0; tries < 100; tries++) {
    const stored = await fleet.check()
    if (stored.outbox.length === 0) return stored
    await sleep(100)
  }
  return fleet.check()
}
