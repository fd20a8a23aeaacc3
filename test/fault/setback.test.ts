import { afterAll, beforeAll, expect } from 'vitest'
import { readStored } from '../support/check/stored.ts'
import { runCommand } from '../support/command.ts'
import type { Patient } from '../support/patient.ts'
import { freePort } from '../support/ports.ts'
import { type Cluster, query, startCluster } from '../support/postgres/cluster.ts'
import { type Balancer, startBalancer } from './support/balancer.ts'
import { type Fleet, startFleet } from './support/fleet.ts'
import { enrolPeople, prepare, send } from './support/in-flight.ts'
import { postgresTest } from './support/needs.ts'

const PEOPLE = 3
/** Servers and processes start one after the other, on a machine that may be busy. */
const START_MS = 240_000

let primary: Cluster
let standby: Cluster
let address: Balancer
let active: () => number
let standbyUrl: string
let fleet: Fleet
let patients: Patient[]

beforeAll(async () => {
  if (postgresTest.missing) return
  primary = await startCluster()
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

/** The standby has what the primary has, and receives nothing from now on. */
async function leaveBehind(): Promise<void> {
  const [at] = await primary.query('select pg_current_wal_lsn() as lsn')
  const caughtUp = () => query(standbyUrl, `select pg_last_wal_replay_lsn() >= '${at?.lsn}' as done`)
  await expect.poll(caughtUp).toEqual([{ done: true }])
  await query(standbyUrl, `alter system set primary_conninfo = ''`)
  await query(standbyUrl, 'select pg_reload_conf()')
  await expect.poll(() => query(standbyUrl, 'select pid from pg_stat_wal_receiver')).toEqual([])
}

postgresTest(
  'a standby that was behind accepts no decision before an epoch, and every one after it',
  async () => {
    await leaveBehind()
    const [lost] = await prepare(patients, 1, 1)
    if (!lost) throw new Error('nothing was prepared')
    expect(await send(lost)).toBe(201)
    const published = () => query(fleet.databaseUrl, 'select 1 from event')
    await expect.poll(published).toHaveLength(2)

    await primary.kill()
    await standby.promote()
    active = () => standby.port
    address.cut()
    const flag = async () => (await query(standbyUrl, 'select reason from setback')).length
    await expect.poll(flag).toBe(1)
    for (const port of fleet.ops)
      await expect
        .poll(async () => (await fetch(`http://127.0.0.1:${port}/readyz`)).text())
        .toContain('the store has gone back')
    const statuses = await Promise.all(
      patients.map(
        async ({ browser }) =>
          (await browser.send('POST', '/api/sessions/options', { json: { device: 'personal' } })).status,
      ),
    )
    expect(new Set(statuses)).toEqual(new Set([503]))
    expect(await query(standbyUrl, 'select seq from event'), 'published meanwhile').toEqual([])

    const { code, said } = await runCommand('api/cli/restore.ts', fleet.env, '--epoch')
    expect([code, said]).toEqual([0, expect.stringContaining('has begun')])
    // With too many requests, the api would refuse the sign-in itself.
    for (const port of fleet.ops)
      await expect.poll(async () => (await fetch(`http://127.0.0.1:${port}/readyz`)).status).toBe(200)
    for (const patient of patients) await patient.signIn()
    const after = await prepare(patients, PEOPLE, 1)
    await Promise.all(after.map(send))
    expect(after.map(({ acknowledged }) => acknowledged !== null)).toEqual([true, true, true])
    await expect.poll(async () => (await query(standbyUrl, 'select 1 from outbox')).length).toBe(0)
    const stopped = (await readStored({ url: standbyUrl })).token.filter(({ state }) => state === 'revoked')
    const { event } = await fleet.check()
    expect(event.map(({ token }) => token).sort()).toEqual(stopped.map(({ token }) => token).sort())
    expect(stopped.length).toBeGreaterThan(0)
    await expect
      .poll(
        async () => (await query(standbyUrl, 'select 1 from status_list where built_no < change_no')).length,
      )
      .toBe(0)
    await fleet.check()
  },
)
