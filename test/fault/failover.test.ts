import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, expect } from 'vitest'
import type { Patient } from '../support/patient.ts'
import { freePort } from '../support/ports.ts'
import { type Cluster, query, startCluster } from '../support/postgres/cluster.ts'
import { reportFigures } from '../support/report-figures.ts'
import { type Balancer, startBalancer } from './support/balancer.ts'
import { type Fleet, startFleet } from './support/fleet.ts'
import { createLedger, enrolPeople, prepare, receiptsOf, retryUnanswered, send } from './support/in-flight.ts'
import { postgresTest } from './support/needs.ts'

const PEOPLE = 6
/** Servers and processes start one after the other, on a machine that may be busy. */
const START_MS = 240_000
const IN_FLIGHT = 24
const STANDBY = { synchronous_standby_names: '*' }

let primary: Cluster
let standby: Cluster
/** The address under which the api knows its database, like that of a proxy in front of a Patroni cluster. */
let address: Balancer
let fleet: Fleet
let patients: Patient[]
let active: () => number
let standbyUrl: string

beforeAll(async () => {
  if (postgresTest.missing) return
  primary = await startCluster({ settings: STANDBY })
  const from = `host=127.0.0.1 port=${primary.port} user=erabu`
  standby = await startCluster({
    port: await freePort(),
    from: (folder, run) => run('pg_basebackup', '-D', folder, '-R', '-X', 'stream', '-c', 'fast', '-d', from),
  })
  active = () => primary.port
  address = await startBalancer(() => [active()], '127.0.0.1')
  const name = new URL(await primary.createDatabase()).pathname
  standbyUrl = `postgres://erabu@127.0.0.1:${standby.port}${name}`
  fleet = await startFleet(`postgres://erabu@localhost:${address.port}${name}`, 2, standbyUrl)
  patients = await enrolPeople(fleet, PEOPLE)
}, START_MS)

afterAll(async () => {
  await fleet?.close()
  await address?.close()
  await standby?.close()
  await primary?.close()
})

postgresTest(
  'a commit that the standby may not have is not acknowledged, even when its wait is cancelled',
  async () => {
    const ledger = createLedger()
    const [one] = await prepare(patients, 1, 0)
    if (!one) throw new Error('nothing was prepared')
    // The standby stops receiving. An operator cancels the waiting commits, which PostgreSQL then reports as done.
    const [receiver] = await query(standbyUrl, 'select pid from pg_stat_wal_receiver')
    process.kill(Number(receiver?.pid), 'SIGSTOP')
    const answer = send(one)
    for (let tries = 0; tries < 40; tries++) {
      await primary.query(`select pg_cancel_backend(pid) from pg_stat_activity where wait_event = 'SyncRep'`)
      await sleep(50)
    }
    const status = await answer
    process.kill(Number(receiver?.pid), 'SIGCONT')
    expect(status).toBe(503)
    ledger.note([one])
    expect(ledger.size()).toBe(0)
  },
)

postgresTest('a failover by promotion loses no acknowledged decision', async () => {
  const ledger = createLedger()
  const sent = await prepare(patients, IN_FLIGHT, 1)
  const answers = Promise.all(sent.map(send))
  const known = () => sent.filter(({ acknowledged }) => acknowledged).length
  for (let tries = 0; tries < 1000 && known() < IN_FLIGHT / 4; tries++) await sleep(10)
  await primary.kill()
  await standby.promote()
  active = () => standby.port
  address.cut()
  await answers
  ledger.note(sent)
  expect(ledger.size(), 'decisions that were acknowledged before').toBeGreaterThan(0)

  const stored = await fleet.check()
  expect(ledger.lost(receiptsOf(stored)), 'acknowledged decisions that are lost').toBe(0)
  await retryUnanswered(sent, stored)
  const after = await prepare(patients, PEOPLE, 2)
  await Promise.all(after.map(send))
  ledger.note(after)
  expect(
    after.every(({ acknowledged }) => acknowledged),
    'decisions after the failover',
  ).toBe(true)
  expect(ledger.lost(receiptsOf(await fleet.check()))).toBe(0)
  reportFigures(
    'test/fault/README.md',
    'failover',
    `A promotion while people decide: ${ledger.size()} decisions acknowledged, 0 lost.`,
  )
})
