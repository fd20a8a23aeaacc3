import { setTimeout as sleep } from 'node:timers/promises'
import { sameAs, startBareServer } from '../bare/answers.ts'
import { openFeed, seedFeed } from '../feed.ts'
import { alternate, compareRates, type Line, type Row } from '../harness.ts'
import { load, type Request } from '../load.ts'
import { withSetting } from '../setting.ts'

/** A list at its largest in memory while it fills: about 1 % of its indexes are given out. */
const LINKAGES = 10_000
const REVOKED = 500
const BUILT_MS = 2500

/** The status list, unchanged and whole, for the holder that shows its token; the yardstick requires no token. */
export const statusList: Row = {
  number: 6,
  run: ({ rounds, seconds }) =>
    withSetting({ size: 1, tickMs: 1000 }, async (setting) => {
      await seedFeed(setting, { database: 'bench-1', count: LINKAGES, revoked: REVOKED })
      const api = await setting.startApi()
      try {
        const { headers: sent } = await openFeed(setting, 'bench-1', REVOKED)
        await sleep(BUILT_MS)
        const path = '/statuslists/bench-1/research/1'
        const url = `${setting.origin}${path}`
        const plain = { authorization: sent.authorization, 'accept-encoding': 'identity' }
        const etag = (await fetch(url, { headers: plain })).headers.get('etag') ?? ''
        const lines: Line[] = []
        for (const conditional of [true, false]) {
          const headers = { ...plain, ...(conditional && { 'if-none-match': etag }) }
          const same = await sameAs(path, await fetch(url, { headers }))
          const bare = await startBareServer(setting.folder, [same])
          const { status, length } = same
          const one = (of: string): Request => ({ method: 'GET', url: of + path, headers, status, length })
          const samples = await alternate(
            rounds,
            () => api.measure(() => load(one(setting.origin), { seconds })),
            () => bare.measure(() => load(one(bare.url), { seconds })),
          ).finally(bare.close)
          const what = `status list, ${status} : bare Hono, same headers and bytes`
          lines.push(compareRates({ row: 6, what, unit: 'answers', goal: { atLeast: 0.6 } }, samples))
        }
        return lines
      } finally {
        await api.close()
      }
    }),
}
