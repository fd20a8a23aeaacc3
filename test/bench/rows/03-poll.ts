import { randomInt } from 'node:crypto'
import { orRefused } from '../../support/problem.ts'
import { sameAs, startBareServer } from '../bare/answers.ts'
import { openFeed, seedFeed } from '../feed.ts'
import { alternate, compareRates, type Line, type Row } from '../harness.ts'
import { load } from '../load.ts'
import { withSetting } from '../setting.ts'

const EVENTS = 5000
const PAGES = [
  { size: 100, atLeast: 0.7 },
  { size: 1000, atLeast: 0.9 },
]

/** Polls of full pages, from a different cursor in each round. */
export const poll: Row = {
  number: 3,
  run: ({ rounds, seconds }) =>
    withSetting({ size: 1, tickMs: 1000 }, async (setting) => {
      await seedFeed(setting, { database: 'bench-1', count: EVENTS, revoked: EVENTS })
      const api = await setting.startApi()
      try {
        const feed = await openFeed(setting, 'bench-1', EVENTS)
        const lines: Line[] = []
        for (const { size, atLeast } of PAGES) {
          const body = JSON.stringify({ maxEvents: size, returnImmediately: true })
          const { url, headers } = feed
          await feed.rewind(0)
          const answer = await fetch(url, { method: 'POST', headers, body })
          const { sets } = await orRefused<{ sets: object }>('poll', answer.clone())
          if (Object.keys(sets).length !== size)
            throw new Error(`a poll gave ${Object.keys(sets).length} SETs`)
          const same = await sameAs('/page', answer)
          const bare = await startBareServer(setting.folder, [same])
          const samples = await alternate(
            rounds,
            async () => {
              await feed.rewind(randomInt(EVENTS - size))
              return api.measure(() => load({ method: 'POST', url, headers, body, status: 200 }, { seconds }))
            },
            () =>
              bare.measure(() =>
                load(
                  { method: 'GET', url: `${bare.url}/page`, status: 200, length: same.length },
                  { seconds },
                ),
              ),
          ).finally(bare.close)
          lines.push(
            compareRates(
              {
                row: 3,
                what: `poll of ${size} SETs : bare Hono, same bytes`,
                unit: 'polls',
                goal: { atLeast },
              },
              samples,
            ),
          )
        }
        return lines
      } finally {
        await api.close()
      }
    }),
}
