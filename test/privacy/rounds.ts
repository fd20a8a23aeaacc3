import type { OutboxKind } from '../../api/contract/holder.ts'
import type { Pool } from '../../api/domain/pool.ts'

/** When a database published, and how many changes each time, in order. */
export type Round = { at: number; size: number }

/** By time step from `first` on: the likelihood that a decision of that step came out in one given round. */
type Likely = { first: number; values: Float64Array }

/** Most rounds that a change sits out: the likelihood of one more is one in two to this power. */
const SAT_OUT = 30
/** Most steps over which the wait of an allow is spread. */
const STEPS = 500

/**
 * What a holder who knows the rule can infer from its own rounds. A change that came before `k` rounds sat out `k -
 * 1` of them. Its deadline lies in the later half of its wait, and would have made a round by itself.
 * @param rounds of one database.
 */
export function createRounds(rounds: Round[], pool: Pool) {
  const tick = pool.tickMs
  const half = Math.floor(Math.max(0, pool.maxMs - tick) / 2)
  const places = new Map(rounds.map(({ at }, place) => [at, place]))
  const known = new Map<string, Likely>()
  const step = Math.max(1, Math.ceil((pool.allowMs + pool.maxMs) / tick / STEPS))

  /**
   * The likelihood that a change that enters the pool `wait` ms before a round goes out with it, after sitting out
   * `others`.
   */
  function goes(wait: number, others: number, size: number): number {
    if (half === 0) return wait < tick ? 1 : 0
    const due = wait >= half && wait < 2 * half + tick ? Math.min(1, tick / half) : 0
    const later = Math.min(1, Math.max(0, 1 - (wait - half) / half))
    // A round of one change was made by that change's own deadline.
    return 2 ** -others * (due + (size === 1 ? 0 : later / 2))
  }

  function ofStop(at: number): Likely {
    const place = places.get(at) ?? 0
    const earliest = Math.max(rounds[Math.max(0, place - SAT_OUT)]?.at ?? 0, at - pool.maxMs - tick)
    const last = Math.floor(at / tick)
    const first = Math.floor(earliest / tick)
    const values = new Float64Array(last - first + 1)
    let before = place
    for (let i = last; i >= first; i--) {
      while (before > 0 && (rounds[before - 1]?.at ?? 0) >= i * tick) before -= 1
      values[i - first] = goes(at - i * tick, place - before, rounds[place]?.size ?? 0)
    }
    return { first, values }
  }

  /** As a stop, after a wait spread evenly over the later half of its time: in steps of several ticks. */
  function ofAllow(at: number): Likely {
    const stop = ofStop(at)
    const least = Math.floor(pool.allowMs / 2 / tick)
    const most = Math.ceil(pool.allowMs / tick) + 1
    const sums = new Float64Array(stop.values.length + 1)
    for (const [i, value] of stop.values.entries()) sums[i + 1] = (sums[i] ?? 0) + value
    const upTo = (i: number) => sums[Math.min(stop.values.length, Math.max(0, i - stop.first))] ?? 0
    const first = Math.floor((stop.first - most) / step)
    const last = Math.floor((stop.first + stop.values.length - least) / step)
    const values = Float64Array.from(
      { length: last - first + 1 },
      (_, i) => upTo((first + i) * step + most) - upTo((first + i) * step + least),
    )
    return { first, values }
  }

  /** @returns what a round reveals of the time at which one of its changes was decided. */
  return (kind: OutboxKind, at: number): Likely => {
    const key = `${kind}${at}`
    const likely = known.get(key) ?? (kind === 'create' ? ofAllow(at) : ofStop(at))
    known.set(key, likely)
    return likely
  }
}

/** The likelihood that one decision, made at any time, came out in both. */
export function together(x: Likely, y: Likely): number {
  const from = Math.max(x.first, y.first)
  const to = Math.min(x.first + x.values.length, y.first + y.values.length)
  let sum = 0
  for (let i = from; i < to; i++) sum += (x.values[i - x.first] ?? 0) * (y.values[i - y.first] ?? 0)
  return sum
}
