import { setTimeout as sleep } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { query } from '../../support/postgres/cluster.ts'
import { reportFigures } from '../../support/report-figures.ts'
import { startFleet } from '../support/fleet.ts'
import { enrolPeople } from '../support/in-flight.ts'
import { createLoad } from './load.ts'
import { startPatroni } from './patroni.ts'
import { byOrigin, installWitness, leadershipIn, stateOf } from './witness.ts'

const PEOPLE = 8
/** Longer than Patroni's ttl: another leader is chosen meanwhile. */
const FROZEN_MS = 35_000
const CUT_MS = 40_000
const SETTLE_MS = 120_000

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

/** Whether one of the nodes leads and all others follow it. @param count nodes that run. */
async function isSettled(cluster: Patroni, count: number): Promise<boolean> {
  const members = await cluster.members()
  const leaders = members.filter(({ role }) => role === 'leader')
  const running = members.filter(({ state }) => ['running', 'streaming'].includes(state))
  return leaders.length === 1 && running.length === count
}

/** Waits until the nodes are settled. @throws Error with what each of them says */
async function settle(cluster: Patroni, count: number): Promise<void> {
  const until = performance.now() + SETTLE_MS
  while (!(await isSettled(cluster, count))) {
    if (performance.now() > until)
      throw new Error(`not settled:\n${JSON.stringify(await cluster.members())}\n${await saidBy(cluster)}`)
    await sleep(1000)
  }
}

const logsOf = ({ nodes, logOf }: Patroni) => nodes.map(({ name }) => ({ name, log: logOf(name) }))

/** What each server and the proxy say now, and what Patroni has said. */
async function saidBy(cluster: Patroni): Promise<string> {
  const places = [...cluster.nodes, { name: 'the proxy', port: cluster.proxy }]
  const states = places.map(
    async ({ name, port }) => `${name}: ${await stateOf(`postgres://postgres@localhost:${port}/erabu`)}`,
  )
  const said = logsOf(cluster).flatMap(({ name, log }) => [`Patroni of ${name}:`, ...leadershipIn(log)])
  return [...(await Promise.all(states)), ...said].join('\n')
}

async function underLoad(what: keyof typeof harms): Promise<void> {
  const cluster = await startPatroni()
  try {
    await settle(cluster, 3)
    const synced = async () => (await cluster.members()).some(({ role }) => role === 'sync_standby')
    await expect.poll(synced, { timeout: SETTLE_MS, interval: 500 }).toBe(true)
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
      await installWitness(through('erabu'))
      const load = createLoad(patients)
      await sleep(10_000)
      const before = load.size()
      const old = await cluster.leader()
      await harms[what](cluster, old)
      await cluster.leader(old)
      await sleep(20_000)
      await load.stop()
      // Leadership may have moved once more: what counts is what the service sees once all nodes follow one leader.
      await settle(cluster, what === 'killed' ? 2 : 3)
      const rows = await query(through('erabu'), 'select id, receipt from decision')
      const stored = new Map(rows.map(({ id, receipt }) => [String(id), String(receipt)]))
      const lost = load.lost(stored)
      const wrote = (ids: string[]) => byOrigin(ids, load.acknowledgedAt, logsOf(cluster)).join('\n')
      const back = await query(through('erabu'), 'select reason from setback')
      console.info(
        `leader ${what}: ${before} acknowledged before, ${load.refused()} refused; ` +
          `noticed as gone back: ${JSON.stringify(back)}\n${wrote([...load.acknowledgedAt.keys()])}`,
      )
      reportFigures(
        'api/store/README.md',
        `patroni-${what.replace(' ', '-')}`,
        `The leader is ${HARMS[what]}: ${load.size()} acknowledged, ${lost.length} lost; ${cluster.version}.`,
      )
      expect(load.size()).toBeGreaterThan(before)
      if (lost.length > 0) throw new Error(`lost:\n${wrote(lost)}\n${await saidBy(cluster)}`)
      expect(back).toEqual([])
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
