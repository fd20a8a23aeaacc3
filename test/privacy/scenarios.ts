import { HOUR } from '../support/clock.ts'
import { median, quantile } from '../support/statistics.ts'
import { arrivals, START } from './arrivals.ts'
import { attack, type Success } from './attack.ts'
import { createHolders, type Seen } from './holders.ts'
import type { Round } from './rounds.ts'
import { type Change, type Course, type Decision, type Rule, simulate } from './simulate.ts'

export type Outcome = Success & {
  /** Seconds from a stop to its publication. */
  median_s: number
  p99_s: number
  longest_s: number
}

/** `single`: stops once. Others stop, allow and stop again within hours, within two days, within a week. */
export type Kind = 'single' | 'hours' | 'series' | 'days'
export type Scenario = Pick<Course, 'seed' | 'publishers' | 'url'> & {
  kind: Kind
  perDay: number
  /** The observed people; others may also decide. */
  people: number
  rule: Rule
}

const TICK_MS = 5000
/** Pauses between the decisions of a series. */
const PAUSES = {
  hours: { from: HOUR, to: 3 * HOUR },
  series: { from: 8 * HOUR, to: 24 * HOUR },
  days: { from: 24 * HOUR, to: 96 * HOUR },
}

/** Lets people decide at a rate, and two holders pair them by what they were told. */
export async function play({ kind, perDay, people, rule, ...rest }: Scenario): Promise<Outcome> {
  const random = createRandom(rest.seed)
  const decisions =
    kind === 'single' ? single(perDay, people, random) : series(PAUSES[kind], perDay, people, random)
  const everybody = 1 + Math.max(...decisions.map(({ person }) => person))
  const databases = await simulate({ ...rest, rule, people: everybody, decisions })
  const [a = [], b = []] = databases.map((changes) => seenOf(changes, everybody))
  const [own = [], other = []] = databases.map(roundsOf)
  const pool = { min: rule.min, maxMs: rule.maxS * 1000, allowMs: rule.allowS * 1000, tickMs: TICK_MS }
  const stops = databases.flat().filter(({ person, recorded_at }) => isStop(decisions, person, recorded_at))
  const waits = stops.map(({ recorded_at, published_at }) => (published_at - recorded_at) / 1000)
  return {
    ...attack(a, b, createHolders([a, b], [own, other], pool), people),
    median_s: median(waits),
    p99_s: quantile(waits, 0.99),
    longest_s: Math.max(...waits),
  }
}

/** Everybody stops once. */
function single(perDay: number, people: number, random: () => number): Decision[] {
  const times = arrivals(START, perDay, random)
  return Array.from({ length: people }, (_, person) => ({
    at: times.next().value as number,
    person,
    choice: 'stop',
  }))
}

/** These people stop, allow and stop again with a pause in between; others stop once, as many as the rate requires. */
function series(
  between: { from: number; to: number },
  perDay: number,
  people: number,
  random: () => number,
): Decision[] {
  const times = arrivals(START, perDay / 3, random)
  const pause = () => Math.floor(between.from + random() * (between.to - between.from))
  const own = Array.from({ length: people }, (_, person): Decision[] => {
    const first = times.next().value as number
    const second = first + pause()
    return [
      { at: first, person, choice: 'stop' },
      { at: second, person, choice: 'allow' },
      { at: second + pause(), person, choice: 'stop' },
    ]
  }).flat()
  const end = Math.max(...own.map(({ at }) => at)) + HOUR
  const hours = Map.groupBy(own, ({ at }) => Math.floor(at / HOUR))
  const others: Decision[] = []
  for (const at of arrivals(START, perDay, random, (hour) => hours.get(hour)?.length ?? 0)) {
    if (at > end) break
    others.push({ at, person: people + others.length, choice: 'stop' })
  }
  return [...own, ...others].sort((x, y) => x.at - y.at)
}

const stopsOf = new WeakMap<Decision[], Set<string>>()
function isStop(decisions: Decision[], person: number, at: number): boolean {
  const known = stopsOf.get(decisions)
  const stops =
    known ??
    new Set(decisions.filter(({ choice }) => choice === 'stop').map((one) => `${one.person} ${one.at}`))
  if (!known) stopsOf.set(decisions, stops)
  return stops.has(`${person} ${at}`)
}

/** What a holder sees of each person, in their order. */
function seenOf(changes: Change[], people: number): Seen[] {
  const seen = Array.from({ length: people }, (): Seen => [])
  for (const { person, kind, published_at } of changes) seen[person]?.push({ kind, at: published_at })
  return seen
}

const roundsOf = (changes: Change[]): Round[] =>
  [...Map.groupBy(changes, ({ published_at }) => published_at)].map(([at, { length }]) => ({
    at,
    size: length,
  }))

/** mulberry32. @returns numbers from 0 to below 1. */
function createRandom(seed: string): () => number {
  let state = [...seed].reduce((sum, letter) => (Math.imul(sum, 31) + letter.charCodeAt(0)) | 0, 7)
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}
