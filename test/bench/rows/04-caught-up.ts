import { sameAs, startBareServer } from '../bare/answers.ts'
import { openFeed, seedFeed } from '../feed.ts'
import { alternate, compareRates, type Row } from '../harness.ts'
import { load } from '../load.ts'
import { withSetting } from '../setting.ts'

const EVENTS = 5000

/** The poll of a holder that has everything. */
export const caughtUp: Row = {
  number: 4,
  run: ({ rounds, seconds }) =>
    withSetting({ size: 1, tickMs: 1000 }, async (setting) => {
      await seedFeed(setting, { database: 'bench-1', count: EVENTS, revoked: EVENTS })
      const api = await setting.startApi()
      try {
        const feed = await openFeed(setting, 'bench-1', EVENTS)
        await feed.catchUp()
        const { url, headers } = feed
        const one = { method: 'POST', headers, body: '{"returnImmediately":true}', status: 200 } as const
        const answer = await fetch(url, one)
        const json = (await answer.clone().json()) as object
        const { length, ...same } = await sameAs('/poll', answer)
        // The yardstick omits the padding of an answer.
        const { byteLength } = new TextEncoder().encode(JSON.stringify(json))
        const bare = await startBareServer(setting.folder, [{ ...same, json }])
        const samples = await alternate(
          rounds,
          () => api.measure(() => load({ ...one, url, length }, { seconds })),
          () =>
            bare.measure(() => load({ ...one, url: `${bare.url}/poll`, length: byteLength }, { seconds })),
        ).finally(bare.close)
        const what = 'caught-up poll : bare Hono, POST with a JSON body'
        return [compareRates({ row: 4, what, unit: 'polls', goal: { atLeast: 0.6 } }, samples)]
      } finally {
        await api.close()
      }
    }),
}
