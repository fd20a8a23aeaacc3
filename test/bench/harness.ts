import { median } from '../support/statistics.ts'

/** Work done and what it cost. Seconds; `cpu` is user and system time of the process that did the work. */
export type Sample = { count: number; cpu: number; wall: number }

/** The options of a row. */
export type Bench = {
  /** Uses the large sizes of the goals instead of small ones that end soon. */
  full: boolean
  rounds: number
  /** Seconds of load on one side of a round. */
  seconds: number
  /** Duration of the surge, and its decisions per second. */
  minutes: number
  rate: number
  /** Reports progress. */
  say(text: string): void
}

export type Goal = { atLeast: number } | { atMost: number }

/** One line of the table. */
export type Line = {
  row: number
  what: string
  value: string
  yardstick: string
  /** The value that the goal is about, in `unit`; null: it could not be measured. */
  measured: number | null
  unit: '×' | 'ms' | 'kB' | 's' | 'ticks' | 'lost'
  goal: Goal
  /** Wall-clock time, sizes and whatever else helps to read the line. */
  note: string
}

export type Row = { number: number; run(bench: Bench): Promise<Line[]> }

export const isMet = ({ measured, goal }: Line): boolean | null => {
  if (measured === null) return null
  return 'atLeast' in goal ? measured >= goal.atLeast : measured <= goal.atMost
}

/** Runs both sides in turn, A B A B …, after one unmeasured run of each. */
export async function alternate(rounds: number, a: () => Promise<Sample>, b: () => Promise<Sample>) {
  await a()
  await b()
  const samples: { a: Sample[]; b: Sample[] } = { a: [], b: [] }
  for (let round = 0; round < rounds; round++) {
    samples.a.push(await a())
    samples.b.push(await b())
  }
  return samples
}

/** Measures work in this process, which does nothing else meanwhile. @param work returns how much it did. */
export async function measureHere(work: () => Promise<number> | number): Promise<Sample> {
  const cpu = process.cpuUsage()
  const started = performance.now()
  const count = await work()
  const wall = (performance.now() - started) / 1000
  const { user, system } = process.cpuUsage(cpu)
  return { count, wall, cpu: (user + system) / 1e6 }
}

export const perCpu = (samples: Sample[]): number => median(samples.map(({ count, cpu }) => count / cpu))
export const perWall = (samples: Sample[]): number => median(samples.map(({ count, wall }) => count / wall))

/** A line that compares rates per CPU-second, together with the rates by wall-clock time. */
export function compareRates(
  of: { row: number; what: string; unit: string; goal: Goal },
  { a, b }: { a: Sample[]; b: Sample[] },
): Line {
  const rate = (value: number) => `${Math.round(value).toLocaleString('en')} ${of.unit}`
  const wall = `wall: ${rate(perWall(a))}/s : ${rate(perWall(b))}/s`
  return {
    row: of.row,
    what: of.what,
    value: `${rate(perCpu(a))}/CPU-s`,
    yardstick: `${rate(perCpu(b))}/CPU-s`,
    measured: perCpu(a) / perCpu(b),
    unit: '×',
    goal: of.goal,
    note: wall,
  }
}
