import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, expect } from 'vitest'
import { runCommand } from '../support/command.ts'
import type { Patient } from '../support/patient.ts'
import { freePort } from '../support/ports.ts'
import { type Cluster, query, startCluster } from '../support/postgres/cluster.ts'
import { type Balancer, startBalancer } from './support/balancer.ts'
import { type Fleet, startFleet } from './support/fleet.ts'
import { enrolPeople, prepare, send } from './support/in-flight.ts'
import { postgresTest } from './support/needs.ts'

/** Servers and processes start one after the other, on a machine that may be busy. */
const START_MS = 240_000

let former: Cluster
let next: Cluster
let address: Balancer
let active: () => number
let formerUrl: string
let nextUrl: string
let fleet: Fleet
let patients: Patient[]

beforeAll(async () => {
  if (postgresTest.missing) return
  former = await startCluster()
  const from = `host=127.0.0.1 port=${former.port} user=erabu`
  formerUrl = await former.createDatabase()
  next = await startCluster({
    port: await freePort(),
    from: (folder, run) => run('pg_basebackup', '-D', folder, '-R', '-X', 'stream', '-c', 'fast', '-d', from),
  })
  const { pathname } = new URL(formerUrl)
  nextUrl = `postgres://erabu@127.0.0.1:${next.port}${pathname}`
  active = () => former.port
  address = await startBalancer(() => [active()], '127.0.0.1')
  fleet = await startFleet(`postgres://erabu@localhost:${address.port}${pathname}`, 2, formerUrl)
  patients = await enrolPeople(fleet, 3)
}, START_MS)

afterAll(async () => {
  await fleet?.close()
  await address?.close()
  await next?.close()
  await former?.close()
})

function lead(server: Cluster): void {
  active = () => server.port
  address.cut()
}

const count = async (url: string, table: string) => (await query(url, `select 1 from ${table}`)).length

/** Waits until each process says at `/readyz` what `expected` matches. */
async function everyProcessSays(expected: RegExp): Promise<void> {
  for (const port of fleet.ops)
    await expect
      .poll(async () => (await fetch(`http://127.0.0.1:${port}/readyz`)).text(), { timeout: 30_000 })
      .toMatch(expected)
}

const decide = async (salt: number) => {
  const sent = await prepare(patients, patients.length, salt)
  return Promise.all(sent.map(send))
}

postgresTest(
  'a former leader that leads again hides no loss, not even from a process that starts',
  async () => {
    const [at] = await former.query('select pg_current_wal_lsn() as lsn')
    await expect
      .poll(() => query(nextUrl, `select pg_last_wal_replay_lsn() >= '${at?.lsn}' as done`))
      .toEqual([{ done: true }])
    await next.promote()
    lead(next)
    await everyProcessSays(/^ready$/)
    for (const patient of patients) await patient.signIn()
    expect(await decide(1), 'acknowledged by the new leader').toEqual([201, 201, 201])
    await expect.poll(() => count(nextUrl, 'outbox')).toBe(0)
    await expect.poll(() => count(nextUrl, 'status_list where built_no < change_no')).toBe(0)

    lead(former)
    await everyProcessSays(/^a former leader of the database answers \(.* gone\): if it stays/)
    expect([await count(formerUrl, 'setback'), await count(formerUrl, 'decision')]).toEqual([1, 0])
    const closed = await query(nextUrl, `select token from token where listed = 'revoked' order by token`)
    const known = await query(formerUrl, 'select token from known_closed order by token')
    expect([known.length > 0, known]).toEqual([true, closed])

    lead(next)
    await everyProcessSays(/^ready$/)
    expect(await decide(2), 'the new leader has lost nothing').toEqual([201, 201, 201])
    expect(await count(nextUrl, 'setback')).toBe(0)

    // As when it was rewound. Now no standby confirms what it commits.
    for (const table of ['setback', 'known_closed']) await query(formerUrl, `delete from ${table}`)
    await former.query(`alter system set synchronous_standby_names = 'nobody'`)
    await former.query('select pg_reload_conf()')
    lead(former)
    const waiting = async () =>
      (await former.query(`select 1 from pg_stat_activity where wait_event = 'SyncRep'`)).length
    await expect.poll(waiting, { timeout: 30_000 }).toBe(1)
    for (let look = 0; look < 20; look++) {
      await sleep(250)
      expect(await waiting(), 'commits that wait, of all processes and attempts').toBe(1)
    }
    expect(await count(formerUrl, 'setback'), 'not yet confirmed').toBe(0)
    await former.query(`alter system reset synchronous_standby_names`)
    await former.query('select pg_reload_conf()')
    await everyProcessSays(/^a former leader/)
    const [first] = fleet.processes
    await first?.end()
    await first?.start()
    const [port] = fleet.ops
    expect(await (await fetch(`http://127.0.0.1:${port}/readyz`)).text()).toMatch(/^the store has gone back/)
    const [patient] = patients
    const answer = await patient?.browser.send('POST', '/api/sessions/options', {
      json: { device: 'personal' },
    })
    expect(answer?.status).toBe(503)

    const { code, said } = await runCommand('api/cli/restore.ts', fleet.env, '--epoch')
    expect([code, said]).toEqual([0, expect.stringContaining('has begun')])
    await everyProcessSays(/^ready$/)
    for (const patient of patients) await patient.signIn()
    expect(await decide(1), 'in the epoch').toEqual([201, 201, 201])
    await expect.poll(() => count(formerUrl, 'outbox')).toBe(0)
    await fleet.check()
  },
)
