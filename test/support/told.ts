import { decodeJwt } from 'jose'
import { HEAD_CLAIM, type Head, type LinkageAnswer } from '../../api/contract/holder.ts'
import { DAY, MINUTE } from './clock.ts'
import { ndjson } from './holder.ts'
import { numbersOf, ordinary } from './people.ts'
import type { FeedId } from './setting.ts'
import type { World } from './world.ts'

/** One act of a holder. `person` is a number among the people of the world. */
export type Step =
  | { do: 'link'; database: FeedId; purpose: 'research' | 'industry'; person: number; notified: boolean }
  | { do: 'remove' | 'use'; database: FeedId; person: number }
  | { do: 'poll' | 'verify' | 'lists'; database: FeedId }
  | { do: 'tick' | 'midnight' }

const PROJECT = { id: 'p', title: '研究', organisation: '大学', purpose: 'research' }
const JAPAN = 9 * 3_600_000

/** The next 23:00 in Japan, for a clock at `now`. */
export const eveningAfter = (now: number): number =>
  Math.ceil((now + JAPAN - 23 * 3_600_000) / DAY) * DAY + 14 * 3_600_000

/**
 * The holders of a world. They record what they are told, in a form that can be compared with another world: a token
 * by the order in which it was first seen, and no random values.
 */
export function createTold(world: World) {
  const tokens = new Map<string, number>()
  const newest = new Map<string, string>()
  const nameOf = (token: string) => {
    if (!tokens.has(token)) tokens.set(token, tokens.size)
    return tokens.get(token)
  }
  const days = (ahead: number) =>
    new Date(world.clock.now().getTime() + JAPAN + ahead * DAY).toISOString().slice(0, 10)

  async function link(step: Extract<Step, { do: 'link' }>) {
    const holder = world.holder(step.database)
    // Its day is tomorrow.
    const notified = step.notified ? days(-29) : undefined
    const [answer] = await holder.link(step.purpose, [numbersOf(ordinary(step.person))], notified)
    if (!answer || 'error' in answer) return answer
    newest.set(`${step.database} ${step.person}`, answer.token)
    const { token, state, usable_from, status_list } = answer as Extract<LinkageAnswer, { token: string }>
    return { token: nameOf(token), state, usable_from, list: new URL(status_list.uri).pathname }
  }

  async function lists(database: FeedId) {
    const holder = world.holder(database)
    const answer = await holder.send('GET', `/statuslists?database=${database}`)
    const { status_lists } = (await answer.json()) as { status_lists: string[] }
    return Promise.all(
      status_lists.map(async (uri) => {
        const { pathname } = new URL(uri)
        const list = await holder.send('GET', pathname)
        const { iat, exp, [HEAD_CLAIM]: head } = decodeJwt<{ [HEAD_CLAIM]: Head }>(await list.text())
        return { pathname, iat, exp, seq: head.seq, revoked_count: head.revoked_count }
      }),
    )
  }

  async function poll(database: FeedId) {
    const { sets, moreAvailable, ...rest } = await world.holder(database).poll()
    const head = rest[HEAD_CLAIM]
    return {
      count: Object.keys(sets).length,
      moreAvailable,
      seq: head?.seq,
      revoked_count: head?.revoked_count,
    }
  }

  return {
    /** The current entries of all seen tokens in their lists. */
    async bits() {
      const { token } = await world.check()
      return token
        .filter((row) => tokens.has(row.token))
        .map((row) => [nameOf(row.token), row.listed])
        .sort(([a], [b]) => Number(a) - Number(b))
    },

    /** @returns what the holder is told by it, or sees of it. */
    async take(step: Step): Promise<unknown> {
      switch (step.do) {
        case 'link':
          return link(step)
        case 'remove':
        case 'use': {
          const holder = world.holder(step.database)
          const token = newest.get(`${step.database} ${step.person}`) ?? 'unknown'
          const line = JSON.stringify({ token })
          const path = `/linkages/removals?database=${step.database}`
          const head = { database: step.database, project: PROJECT, from: days(-9), to: days(-8) }
          const answer =
            step.do === 'remove'
              ? await holder.send('POST', path, { ndjson: `${line}\n` })
              : await holder.send('POST', '/usage', { ndjson: `${JSON.stringify(head)}\n${line}\n` })
          const [told] = ndjson<Record<string, unknown>>(await answer.text())
          // Values that are random in each answer reveal nothing.
          return { status: answer.status, ...told, id: null, request_id: null, token: nameOf(token) }
        }
        case 'poll':
          return poll(step.database)
        case 'verify': {
          const stream_id = await world.holder(step.database).streamId()
          const json = { stream_id, state: 'x' }
          return (await world.holder(step.database).send('POST', '/ssf/verify', { json })).status
        }
        case 'lists':
          return lists(step.database)
        case 'midnight':
          world.clock.advance(61 * MINUTE)
          return world.tick()
        case 'tick':
          return world.tick()
      }
    },
  }
}
