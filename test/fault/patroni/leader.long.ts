import { randomUUID } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { runCommand } from '../../support/command.ts'
import type { Patient } from '../../support/patient.ts'
import { query } from '../../support/postgres/cluster.ts'
import { reportFigures } from '../../support/report-figures.ts'
import { startFleet } from '../support/fleet.ts'
import { createLedger, enrolPeople } from '../support/in-flight.ts'
import { startPatroni } from './patroni.ts'

const PEOPLE = 8
/** Longer than Patroni's ttl: another leader is chosen meanwhile. */
const FROZEN_MS = 35_000
const CUT_MS = 40_000

/** Each person decides repeatedly until told to stop. */
function createLoad(patients: Patient[]) {
  const ledger = createLedger()
  let stopped = false
  let refused = 0
  const loops = patients.map(async (patient, index) => {
    for (let turn = index; !stopped; turn++) {
      try {
        const body = await patient.signed(turn % 2 === 0 ? 'stop' : 'allow', { all: true })
        const response = await patient.sendDecision(body, randomUUID())
        if (response.status === 201)
          ledger.note([{ patient, body, key: '', acknowledged: await response.json() }])
        else throw new Error(String(response.status))
      } catch {
        refused += 1
        await sleep(200)
      }
    }
  })
  return {
    ledger,
    refused: () => refused,
    async stop(): Promise<void> {
      stopped = true
      await Promise.all(loops)
    },
  }
}

type Patroni = Awaited<ReturnType<typeof startPatroni>>
type Node = Awaited<ReturnType<Patroni['leader']>>

const harms = {
  async killed(cluster: Patroni, node: Node) {
    cluster.signal(node, 'SIGKILL')
    await sleep(FROZEN_MS)
  },
  async frozen(cluster: Patroni, node: Node) {
    cluster.signal(node, 'SIGSTOP')
    await sleep(FROZEN_MS)
    cluster.signal(node, 'SIGCONT')
  },
  /** The leader that was cut off steps down by its own clock: for a moment two may claim to lead. */
  async 'cut off'(cluster: Patroni, node: Node) {
    const since = performance.now()
    const seconds = () => Math.round((performance.now() - since) / 1000)
    const leads = { old: 0, next: Number.POSITIVE_INFINITY }
    cluster.cut(node)
    while (performance.now() - since < CUT_MS) {
      const next = (await Promise.all(cluster.others(node).map(cluster.isPrimary))).includes(true)
      const old = await cluster.isPrimary(node)
      if (old) leads.old = seconds()
      if (next) leads.next = Math.min(leads.next, seconds())
      await sleep(250)
    }
    console.info(`cut off: led for ${leads.old} s more; another leads after ${leads.next} s`)
    cluster.join(node)
    expect(leads.old, 'clients reached it while it was cut off').toBeGreaterThan(0)
    expect(leads.next, 'another led before it was joined again').toBeLessThan(CUT_MS / 1000)
    const follows = async () =>
      (await cluster.members()).some(
        ({ name, role, state }) =>
          name === node.name && role !== 'leader' && ['running', 'streaming'].includes(state),
      )
    await expect.poll(follows, { timeout: 120_000, interval: 1000 }).toBe(true)
  },
}

/** What is done to a leader, as the README of the store says it. */
const HARMS: Record<keyof typeof harms, string> = {
  killed: 'killed, all of its processes',
  frozen: 'frozen for 35 s (SIGSTOP), then thawed',
  'cut off': 'cut off for 40 s from etcd and the other nodes, not from the proxy, then joined again',
}

/** Whether one node leads and all others follow it. */
async function isSettled(cluster: Patroni): Promise<boolean> {
  const members = await cluster.members()
  const leaders = members.filter(({ role }) => role === 'leader')
  return (
    members.length === 3 &&
    leaders.length === 1 &&
    members.every(({ role, state }) => role === 'leader' || ['running', 'streaming'].includes(state))
  )
}

async function underLoad(what: keyof typeof harms): Promise<void> {
  const cluster = await startPatroni()
  try {
    await cluster.leader()
    const synced = async () => (await cluster.members()).some(({ role }) => role === 'sync_standby')
    await expect.poll(synced, { timeout: 120_000, interval: 500 }).toBe(true)
    const through = (database: string) => `postgres://postgres@localhost:${cluster.proxy}/${database}`
    await expect
      .poll(
        () =>
          query(through('postgres'), 'create database erabu').then(
            () => true,
            () => false,
          ),
        { timeout: 60_000, interval: 500 },
      )
      .toBe(true)
    const fleet = await startFleet(through('erabu'), 2)
    try {
      const patients = await enrolPeople(fleet, PEOPLE)
      const load = createLoad(patients)
      await sleep(10_000)
      const before = load.ledger.size()
      const old = await cluster.leader()
      await harms[what](cluster, old)
      await cluster.leader(old)
      await sleep(20_000)
      await load.stop()
      // Leadership may have moved once more: what counts is what the service sees once all nodes follow one leader.
      await expect.poll(() => isSettled(cluster), { timeout: 120_000, interval: 1000 }).toBe(true)
      const rows = await query(through('erabu'), 'select id, receipt from decision')
      const stored = new Map(rows.map(({ id, receipt }) => [String(id), String(receipt)]))
      const lost = load.ledger.lost(stored)
      const back = await query(through('erabu'), 'select reason from setback')
      console.info(
        `leader ${what}: ${before} acknowledged before, ${load.refused()} refused; ` +
          `noticed as gone back: ${JSON.stringify(back)}`,
      )
      reportFigures(
        'api/store/README.md',
        `patroni-${what.replace(' ', '-')}`,
        `The leader is ${HARMS[what]}: ${load.ledger.size()} acknowledged, ${lost} lost.`,
      )
      console.info(cluster.logOf(old.name).split('\n').slice(-25).join('\n'))
      expect(load.ledger.size()).toBeGreaterThan(before)
      if (back.length > 0) await runCommand('api/cli/restore.ts', fleet.env, '--epoch')
      expect(lost).toBe(0)
    } finally {
      await fleet.close()
    }
  } finally {
    await cluster.close()
  }
}

test('a leader that is killed takes no acknowledged decision with it', () => underLoad('killed'))
test('a leader that is frozen and thaws takes no acknowledged decision with it', () => underLoad('frozen'))
test('a leader that is cut off and joined again takes no acknowledged decision with it', () =>
  underLoad('cut off'))
