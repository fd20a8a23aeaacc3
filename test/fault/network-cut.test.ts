import { randomInt } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, expect, inject } from 'vitest'
import type { DecisionAnswer } from '../../api/contract/patient.ts'
import type { Patient } from '../support/patient.ts'
import { type Cluster, startCluster } from '../support/postgres/cluster.ts'
import { reportFigures } from '../support/report-figures.ts'
import { scale } from '../support/scale.ts'
import { type Fleet, startFleet } from './support/fleet.ts'
import { createLedger, enrolPeople, prepare, receiptsOf, retryUnanswered, send } from './support/in-flight.ts'
import { netnsTest } from './support/needs.ts'
import { layCable } from './support/network.ts'

const LOOPS = scale(2, 20)
const PEOPLE = 6
/** Servers and processes start one after the other, on a machine that may be busy. */
const START_MS = 240_000
const CUT_WITHIN_MS = 300
/** The promise is 5 seconds; a machine that is busy with other tests gets more. */
const ENDS_WITHIN_MS = () => (inject('long') ? 5000 : 20_000)

let cable: ReturnType<typeof layCable>
let cluster: Cluster
let fleet: Fleet
let patients: Patient[]

beforeAll(async () => {
  if (netnsTest.missing) return
  cable = layCable()
  cluster = await startCluster({ host: cable.host, namespace: cable.namespace })
  fleet = await startFleet(await cluster.createDatabase(), 2)
  patients = await enrolPeople(fleet, PEOPLE)
}, START_MS)

afterAll(async () => {
  await fleet?.close()
  await cluster?.close()
  cable?.remove()
})

netnsTest(
  `a cut network between api and database: requests end, and a retry returns the same receipt, ${LOOPS} times`,
  async () => {
    const ledger = createLedger()
    let slowest = 0
    for (let loop = 0; loop < LOOPS; loop++) {
      const sent = await prepare(patients, PEOPLE, loop)
      const begun = performance.now()
      const answers = Promise.all(
        sent.map(async (one) => {
          const status = await send(one)
          slowest = Math.max(slowest, performance.now() - begun)
          return status
        }),
      )
      await sleep(randomInt(CUT_WITHIN_MS))
      cable.cut()
      const late = await fetch(`${fleet.origin}/api/session`, { headers: { cookie: 'session=x' } })
      expect([201, 503]).toEqual(expect.arrayContaining([...new Set(await answers)]))
      expect([late.status, late.headers.get('retry-after')]).toEqual([503, '5'])
      cable.mend()
      await cluster.reachable()
      ledger.note(sent)

      const stored = await fleet.check()
      expect(ledger.lost(receiptsOf(stored)), 'acknowledged decisions that are lost').toBe(0)
      await retryUnanswered(sent, stored)
      for (const { acknowledged, patient, body, key } of sent)
        if (acknowledged) {
          const again = (await (await patient.sendDecision(body, key)).json()) as DecisionAnswer
          expect(again.receipt).toEqual(acknowledged.receipt)
        }
    }
    expect(slowest).toBeLessThan(ENDS_WITHIN_MS())
    reportFigures(
      'test/fault/README.md',
      'network-cut',
      `${LOOPS} cuts of the network: ${ledger.size()} decisions acknowledged, 0 lost. The slowest request ended after ${Math.round(slowest)} ms.`,
    )
  },
)
