import { monitorEventLoopDelay } from 'node:perf_hooks'
import { deflateSync, inflateSync } from 'node:zlib'
import { decodeJwt } from 'jose'
import { readConfig } from '../../../api/config.ts'
import { createDeps, type Deps } from '../../../api/deps.ts'
import { createPublisher } from '../../../api/feed/publisher.ts'
import { linkagesByToken } from '../../../api/store/records/linkages.ts'
import { median } from '../../support/statistics.ts'
import { alternate, measureHere, type Row } from '../harness.ts'
import { migrate, openStore, seedLinkages } from '../seed.ts'
import { withSetting } from '../setting.ts'

/** Lists of 2^20 entries: 10 M. */
const LISTS = 10

/** New lists after a tick in which each of them has changed. */
export const listBuild: Row = {
  number: 8,
  run: ({ rounds, full }) =>
    withSetting({ size: LISTS, tickMs: 1000 }, async ({ env, databases }) => {
      const count = full ? 50_000 : 10_000
      await migrate(env.ERABU_DATA)
      const db = openStore(env.ERABU_DATA, { durable: false })
      const seeded = databases.map((database) => ({
        database,
        linkages: seedLinkages(db, { database, count }),
      }))
      db.close()

      const deps = await createDeps(readConfig(env))
      const publisher = createPublisher(deps)
      await publisher.tick()
      const delays: { p99: number; max: number }[] = []
      const revokeOneEach = async () => {
        const { revoke } = deps.minting
        for (const { database, linkages: own } of seeded)
          await deps.store.transact(async (tx) => {
            const found = await linkagesByToken(tx, database, [own.pop()?.token ?? ''])
            await revoke(tx, found, { ordinal: 1, recorded_at: Date.now() })
          })
      }
      const samples = await alternate(
        rounds,
        async () => {
          await revokeOneEach()
          // A separate histogram for each tick: one that paused would count the pause.
          const delay = monitorEventLoopDelay({ resolution: 1 })
          delay.enable()
          const sample = await measureHere(async () => {
            await publisher.tick()
            return LISTS
          })
          delay.disable()
          delays.push({ p99: delay.percentile(99) / 1e6, max: delay.max / 1e6 })
          return sample
        },
        async () => {
          const all = await Promise.all(databases.map((database) => bitsOf(deps, database)))
          return measureHere(() => {
            for (const bits of all) deflateSync(bits, { level: 9 })
            return LISTS
          })
        },
      )
      await deps.store.close()

      const own = median(samples.a.map(({ cpu }) => cpu * 1000))
      const nine = median(samples.b.map(({ cpu }) => cpu * 1000))
      const p99 = median(delays.map((delay) => delay.p99))
      const longest = Math.max(...delays.map(({ max }) => max))
      return [
        {
          row: 8,
          what: 'a tick that renews 10 lists : zlib level 9',
          value: `${own.toFixed(0)} ms CPU`,
          yardstick: `${nine.toFixed(0)} ms CPU`,
          measured: own / nine,
          unit: '×',
          goal: { atMost: 0.05 },
          note: `${count} linkages a list, 1 of them revoked`,
        },
        {
          row: 8,
          what: 'event-loop delay meanwhile, p99',
          value: `${p99.toFixed(1)} ms`,
          yardstick: '',
          measured: p99,
          unit: 'ms',
          goal: { atMost: 10 },
          note: `longest ${longest.toFixed(0)} ms`,
        },
      ]
    }),
}

async function bitsOf(deps: Deps, database_id: string): Promise<Buffer> {
  const signed = await deps.statusLists.signed({ database_id, purpose: 'research', list: 1 })
  const { status_list } = decodeJwt<{ status_list: { lst: string } }>(signed?.identity.body.toString() ?? '')
  return inflateSync(Buffer.from(status_list.lst, 'base64url'))
}
