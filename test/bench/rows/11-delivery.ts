import { setTimeout as sleep } from 'node:timers/promises'
import { createLocalJWKSet, type JSONWebKeySet, jwtVerify } from 'jose'
import { median, quantile } from '../../support/statistics.ts'
import { openFeed } from '../feed.ts'
import type { Row } from '../harness.ts'
import { seedPatients } from '../patients.ts'
import { migrate, openStore, seedLinkages } from '../seed.ts'
import { withSetting } from '../setting.ts'

const TICK_MS = 500
const ALLOWANCE_MS = 50
const ARRIVED_MS = 10_000

/** From a decision's 201 to its verified SET at a polling holder. */
export const delivery: Row = {
  number: 11,
  run: ({ full }) =>
    withSetting({ size: 1, tickMs: TICK_MS }, async (setting) => {
      const decisions = full ? 200 : 40
      await migrate(setting.env.ERABU_DATA)
      const db = openStore(setting.env.ERABU_DATA, { durable: false })
      const [seated] = seedPatients(db, setting.origin, 1)
      if (!seated) throw new Error('nobody to decide')
      seedLinkages(db, { database: 'bench-1', count: 1, subject: () => seated.subject })
      db.close()

      const api = await setting.startApi()
      const stopping = new AbortController()
      try {
        const { holder } = await openFeed(setting, 'bench-1', 0)
        const keys = createLocalJWKSet(
          (await (await fetch(`${setting.origin}/jwks.json`)).json()) as JSONWebKeySet,
        )
        const arrivals: number[] = []
        const polling = (async () => {
          let ack: string[] = []
          while (!stopping.signal.aborted) {
            const { sets } = await holder.poll({ ack })
            for (const set of Object.values(sets)) {
              await jwtVerify(set, keys, { typ: 'secevent+jwt', audience: 'bench-1' })
              arrivals.push(performance.now())
            }
            ack = Object.keys(sets)
          }
        })().catch((error: unknown) => {
          if (!stopping.signal.aborted) throw error
        })

        const delays: number[] = []
        for (let n = 0; n < decisions; n++) {
          await sleep(Math.random() * TICK_MS)
          await seated.patient.decide(n % 2 === 0 ? 'stop' : 'allow', { all: true })
          const acknowledged = performance.now()
          while (arrivals.length <= n && performance.now() - acknowledged < ARRIVED_MS) await sleep(1)
          const arrived = arrivals[n]
          if (arrived === undefined) throw new Error('a SET does not arrive')
          delays.push(arrived - acknowledged)
        }
        stopping.abort()
        await api.close()
        await polling
        const p99 = quantile(delays, 0.99)
        return [
          {
            row: 11,
            what: 'decision 201 ▶ verified SET at a polling holder, p99',
            value: `${p99.toFixed(0)} ms`,
            yardstick: `tick ${TICK_MS} ms`,
            measured: p99,
            unit: 'ms',
            goal: { atMost: TICK_MS + ALLOWANCE_MS },
            note: `median ${median(delays).toFixed(0)} ms, ${decisions} decisions`,
          },
        ]
      } finally {
        stopping.abort()
        await api.close()
      }
    }),
}
