import { randomUUID } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { HEAD_CLAIM } from '../../../api/contract/holder.ts'
import { median, quantile } from '../../support/statistics.ts'
import type { Line, Row } from '../harness.ts'
import { type Seated, seedPatients } from '../patients.ts'
import { migrate, openStore, seedLinkages } from '../seed.ts'
import { type Setting, withSetting } from '../setting.ts'

const DATABASES = 20
const TICK_MS = 5000
/** A person reads for a moment between preview and passkey. */
const READING_MS = 300
const CAUGHT_UP_MS = 120_000

/**
 * Stops of everything that arrive at a steady rate however long the answers take, and the feeds after the last of
 * them.
 */
export const surge: Row = {
  number: 2,
  run: ({ rate, minutes, say }) =>
    withSetting({ size: DATABASES, tickMs: TICK_MS }, async (setting) => {
      const count = Math.round(rate * minutes * 60)
      say(`  ${count} people …`)
      const people = await seedPeople(setting, count)
      const api = await setting.startApi()
      try {
        const answered: number[] = []
        const faults = new Map<string, number>()
        const started = performance.now()
        const flows = people.map(async ({ patient }, n) => {
          await sleep((n * 1000) / rate)
          try {
            const body = await patient.signed('stop', { all: true })
            await sleep(READING_MS)
            const sent = performance.now()
            const answer = await patient.sendDecision(body, randomUUID())
            await answer.arrayBuffer()
            if (answer.status !== 201) throw new Error(`status ${answer.status}`)
            answered.push(performance.now() - sent)
          } catch (error) {
            const { message } = error as Error
            faults.set(message, (faults.get(message) ?? 0) + 1)
          }
        })
        await Promise.all(flows)
        const ended = performance.now()
        const took = (ended - started) / 1000
        const published = await publishedWithin(setting, answered.length)
        const ticks = (performance.now() - ended) / TICK_MS
        const what = `surge, ${rate} decisions/s × ${DATABASES} databases, ${minutes} min`
        const failed = [...faults].map(([message, times]) => `, ${times} × ${message}`).join('')
        const note = `${answered.length} of ${count} acknowledged in ${took.toFixed(0)} s${failed}`
        const line = { row: 2, yardstick: '37/s: peak of Japan' }
        const lost = answered.length * DATABASES - published
        return [
          {
            ...line,
            what: `${what}, p99 of the 201`,
            value: `${quantile(answered, 0.99).toFixed(0)} ms`,
            measured: quantile(answered, 0.99),
            unit: 'ms',
            goal: { atMost: 500 },
            note: `median ${median(answered).toFixed(0)} ms, ${note}`,
          },
          {
            ...line,
            what: `${what}, acknowledged and not published`,
            value: `${lost} revocations`,
            measured: lost,
            unit: 'lost',
            goal: { atMost: 0 },
            note: `${published} published`,
          },
          {
            ...line,
            what: `${what}, feeds caught up after the end`,
            value: `${ticks.toFixed(1)} ticks`,
            measured: ticks,
            unit: 'ticks',
            goal: { atMost: 2 },
            note: `tick ${TICK_MS / 1000} s`,
          },
        ] satisfies Line[]
      } finally {
        await api.close()
      }
    }),
}

async function seedPeople(setting: Setting, count: number): Promise<Seated[]> {
  await migrate(setting.env.ERABU_DATA)
  const db = openStore(setting.env.ERABU_DATA, { durable: false })
  const people = seedPatients(db, setting.origin, count)
  for (const database of setting.databases)
    seedLinkages(db, { database, count, subject: (n) => people[n]?.subject ?? '' })
  db.close()
  return people
}

/** Waits until the feeds hold what was acknowledged, or grow no more. @returns events in all feeds. */
async function publishedWithin(setting: Setting, decisions: number): Promise<number> {
  const holders = setting.databases.map(setting.holder)
  await Promise.all(holders.map((holder) => holder.streamId()))
  const until = Date.now() + CAUGHT_UP_MS
  for (;;) {
    const heads = await Promise.all(
      holders.map((holder) => holder.poll({ maxEvents: 0, returnImmediately: true })),
    )
    const published = heads.reduce((sum, { [HEAD_CLAIM]: head }) => sum + (head?.seq ?? 0), 0)
    if (published >= decisions * DATABASES || Date.now() > until) return published
    await sleep(50)
  }
}
