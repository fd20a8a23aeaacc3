import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, expect } from 'vitest'
import type { Patient } from '../support/patient.ts'
import { freePort } from '../support/ports.ts'
import { type Cluster, query, startCluster } from '../support/postgres/cluster.ts'
import { reportFigures } from '../support/report-figures.ts'
import { type Fleet, startFleet } from './support/fleet.ts'
import { createLedger, enrolPeople, prepare, receiptsOf, send } from './support/in-flight.ts'
import { postgresTest } from './support/needs.ts'

/** Servers and processes start one after the other, on a machine that may be busy. */
const START_MS = 240_000
/** Connections of one process that may write at once, and its own single waiting write. */
const MOST_WAITING = 17
const ASKED = 60

let primary: Cluster
let standby: Cluster
let fleet: Fleet
let patients: Patient[]
let standbyUrl: string

beforeAll(async () => {
  if (postgresTest.missing) return
  primary = await startCluster({ settings: { synchronous_standby_names: '*' } })
  const from = `host=127.0.0.1 port=${primary.port} user=erabu`
  standby = await startCluster({
    port: await freePort(),
    from: (folder, run) => run('pg_basebackup', '-D', folder, '-R', '-X', 'stream', '-c', 'fast', '-d', from),
  })
  const url = await primary.createDatabase()
  standbyUrl = `postgres://erabu@127.0.0.1:${standby.port}/postgres`
  fleet = await startFleet(url, 1)
  patients = await enrolPeople(fleet, 4)
}, START_MS)

afterAll(async () => {
  await fleet?.close()
  await standby?.close()
  await primary?.close()
})

postgresTest(
  'without its standby writes are refused, leave few backends waiting, and reading continues',
  async () => {
    const sent = await prepare(patients, 4, 1)
    const [receiver] = await query(standbyUrl, 'select pid from pg_stat_wal_receiver')
    process.kill(Number(receiver?.pid), 'SIGSTOP')
    const ops = `http://127.0.0.1:${fleet.ops[0]}`
    const waiting = async () =>
      (await primary.query(`select 1 from pg_stat_activity where wait_event = 'SyncRep'`)).length
    try {
      expect(new Set(await Promise.all(sent.map(send)))).toEqual(new Set([503]))
      let most = 0
      for (let asked = 0; asked < ASKED; asked++) {
        const begun = patients.map(({ browser }) =>
          browser.send('POST', '/api/sessions/options', { json: { device: 'personal' } }),
        )
        expect(new Set((await Promise.all(begun)).map(({ status }) => status))).toEqual(new Set([503]))
        most = Math.max(most, await waiting())
        await sleep(50)
      }
      reportFigures(
        'test/fault/README.md',
        'standby',
        `Without the synchronous standby: ${4 * ASKED + 4} writes refused, ${most} backends waiting at most.`,
      )
      expect(most).toBeLessThanOrEqual(MOST_WAITING)
      expect(await (await fetch(`${ops}/readyz`)).text()).toContain('store is not writable')
      expect((await patients[0]?.session())?.patient).not.toBeNull()
      expect((await fleet.holder('demo-registry').token('ssf.read')).status).toBe(200)
      // A process that starts now serves what it can.
      const [process] = fleet.processes
      await process?.kill()
      await process?.start()
      expect((await patients[0]?.session())?.patient).not.toBeNull()
    } finally {
      process.kill(Number(receiver?.pid), 'SIGCONT')
    }
    await expect.poll(async () => (await fetch(`${ops}/readyz`)).text()).toBe('ready')
    for (const patient of patients) await patient.signIn()
    const after = await prepare(patients, 4, 2)
    expect(new Set(await Promise.all(after.map(send)))).toEqual(new Set([201]))
    const ledger = createLedger()
    ledger.note(after)
    await expect.poll(async () => (await query(fleet.databaseUrl, 'select 1 from outbox')).length).toBe(0)
    expect(ledger.lost(receiptsOf(await fleet.check()))).toBe(0)
  },
)
