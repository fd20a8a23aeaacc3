import type { Database } from '../contract/catalogue.ts'
import type { OutboxKind } from '../contract/holder.ts'
import type { Choice } from '../contract/patient.ts'

/**
 * How long changes of one database are held back, so that two databases cannot match people by time. `min`: this many
 * waiting people make a round. `maxMs`: within this time a change is out; 0: every change goes out at the next tick.
 * `allowMs`: the longest extra hold of a `create`, which lasts at least half of it. `tickMs`: how often the publisher
 * looks.
 */
export type Pool = { min: number; maxMs: number; allowMs: number; tickMs: number }

/** The longest `maxMs` that leaves holders three quarters of the time within which they have to act. */
export const longestPool = (databases: Pick<Database, 'feed' | 'due_hours'>[]): number =>
  Math.min(...databases.filter(({ feed }) => feed).map(({ due_hours }) => due_hours * 900_000))

/** When a change may go out with a round at the earliest, and when it makes a round by itself. */
export type PoolTimes = { not_before: number; deadline: number }

type Below = (n: number) => number

const laterHalf = (longest: number, below: Below) => {
  const shortest = Math.floor(longest / 2)
  return shortest + below(longest - shortest + 1)
}

/**
 * The times of a change; one decision has different ones in each database. A deadline lies in the later half of the
 * wait, at least a tick before its end. A `revoke` may go out at once, whatever the clock says. A `create` is held
 * for at least half of its extra time. If it is stopped again before that, no holder is ever told of it.
 * @param at when it was decided, in ms.
 * @param below 0 ≤ below(n) < n, uniform. The same decision and linkage must get the same draws; otherwise a holder
 *   that registers again would have another chance of an early time.
 */
export function timesInPool(kind: OutboxKind, at: number, pool: Pool, below: Below): PoolTimes {
  const latest = Math.max(0, pool.maxMs - pool.tickMs)
  const held = kind === 'create' ? laterHalf(pool.allowMs, below) : 0
  const deadline = at + held + laterHalf(latest, below)
  return { not_before: kind === 'create' ? at + held : 0, deadline }
}

/**
 * A deadline farther away than any that can be drawn counts as due: the clock was set back, or the settings changed.
 */
const isDue = (deadline: number, pool: Pool, now: number) => deadline <= now || deadline > now + pool.maxMs

/**
 * Whether a database makes a round now. It counts people, except those whose change the holder was told when it
 * registered. So a holder cannot make a round by registering somebody often or for many purposes.
 * @param waiting the earliest deadline of each person with a change to go out, `pool.min` of them at most.
 */
export const isRound = (waiting: { deadline: number }[], pool: Pool, now: number): boolean =>
  waiting.length >= pool.min || waiting.some(({ deadline }) => isDue(deadline, pool, now))

/** Publishers share one round in each interval of `tickMs`. @param last time of the last round, in ms. */
export const isNextInterval = (last: number | null, pool: Pool, now: number): boolean =>
  last === null || Math.floor(last / pool.tickMs) !== Math.floor(now / pool.tickMs)

/** `told`: the holder was told of it when it registered, so holding it back has no use. */
type InPool = {
  id: string
  subject: string
  linkage_id: string
  token: string
  deadline: number
  told: boolean
}

/**
 * Which changes go out now. Always: changes that the holder was already told, and changes past their deadline. In a
 * round: those of each person with probability one half. There is one draw per person, however many of their changes
 * wait. A holder that registers somebody again, or for several purposes, must not see one decision at several times.
 * A change takes the earlier ones of its linkage along. A `create` whose token was revoked meanwhile goes out only
 * with its revocation, so that nothing is opened that the person has stopped.
 * @param waiting those of one linkage in the order in which they happened.
 */
export function goingOut<T extends InPool>(
  waiting: T[],
  { pool, now, inRound }: { pool: Pool; now: number; inRound: boolean },
  below: Below,
): T[] {
  const going = new Set<string>()
  const coins = new Map<string, boolean>()
  const chosen = (subject: string) => {
    const coin = coins.get(subject) ?? below(2) === 0
    coins.set(subject, coin)
    return coin
  }
  for (const chain of Map.groupBy(waiting, ({ linkage_id }) => linkage_id).values()) {
    const goes = inRound && chosen(chain[0]?.subject ?? '')
    let count = 0
    for (const [i, { token, deadline, told }] of chain.entries())
      if (chain[i + 1]?.token !== token && (told || goes || (inRound && isDue(deadline, pool, now))))
        count = i + 1
    for (const { id } of chain.slice(0, count)) going.add(id)
  }
  return waiting.filter(({ id }) => going.has(id))
}

/** For each choice, the latest decision time whose changes are certainly out by now, whatever was drawn. */
export const outUntil = (pool: Pool, now: number): Record<Choice, number> => ({
  stop: now - pool.maxMs,
  allow: now - pool.maxMs - pool.allowMs,
})

/** For each choice, the latest decision time whose changes may be out by now, with the shortest draws. */
export const soonestUntil = (pool: Pool, now: number): Record<Choice, number> => {
  const stop = now - Math.floor(Math.max(0, pool.maxMs - pool.tickMs) / 2)
  return { stop, allow: stop - Math.floor(pool.allowMs / 2) }
}
