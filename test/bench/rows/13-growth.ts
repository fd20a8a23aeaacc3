import { openFeed, seedFeed } from '../feed.ts'
import { alternate, compareRates, type Line, type Row } from '../harness.ts'
import { load } from '../load.ts'
import { withSetting } from '../setting.ts'

const SMALL = 10_000
const EVENTS = 5000
const POLLS = [
  { what: 'poll of 1000 SETs', body: '{"maxEvents":1000,"returnImmediately":true}', behind: true },
  { what: 'caught-up poll', body: '{"returnImmediately":true}', behind: false },
]

/** The cost of polls with many linkages, next to few. */
export const growth: Row = {
  number: 13,
  run: ({ rounds, seconds, full }) => {
    const large = full ? 1_000_000 : 100_000
    const one = { size: 1, tickMs: 1000 }
    return withSetting(one, (many) =>
      withSetting(one, async (few) => {
        await seedFeed(many, { database: 'bench-1', count: large, revoked: EVENTS })
        await seedFeed(few, { database: 'bench-1', count: SMALL, revoked: EVENTS })
        const apis = await Promise.all([many.startApi(), few.startApi()])
        try {
          const [atMany, atFew] = await Promise.all([
            openFeed(many, 'bench-1', EVENTS),
            openFeed(few, 'bench-1', EVENTS),
          ])
          const lines: Line[] = []
          for (const { what, body, behind } of POLLS) {
            for (const feed of [atMany, atFew]) await (behind ? feed.rewind(0) : feed.catchUp())
            const side =
              (api: (typeof apis)[0], { url, headers }: typeof atMany) =>
              () =>
                api.measure(() => load({ method: 'POST', url, headers, body, status: 200 }, { seconds }))
            const samples = await alternate(rounds, side(apis[0], atMany), side(apis[1], atFew))
            const sizes = `${large / 1000} k : ${SMALL / 1000} k linkages`
            lines.push(
              compareRates(
                { row: 13, what: `${what}, ${sizes}`, unit: 'polls', goal: { atLeast: 0.8 } },
                samples,
              ),
            )
          }
          return lines
        } finally {
          await Promise.all(apis.map((api) => api.close()))
        }
      }),
    )
  },
}
