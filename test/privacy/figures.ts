import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { ROOT } from '../support/sources.ts'
import type { Outcome, Scenario } from './scenarios.ts'

/** One line of the table: the scenario and its outcome. */
export type Figure = Pick<Scenario, 'kind' | 'perDay' | 'people' | 'rule'> & {
  publishers: number
  engine: 'embedded' | 'PostgreSQL'
  outcome: Outcome
}

const FILE = join(ROOT, 'test', 'privacy', 'figures.json')
/** Files that quote the table, each between these two lines. */
export const QUOTED_IN = ['test/privacy/README.md', 'api/security.md']
const BLOCK = /(<!-- privacy: npm run privacy -->\n)[\s\S]*?(<!-- end -->)/

export const readFigures = (): Figure[] => JSON.parse(readFileSync(FILE, 'utf8')) as Figure[]

/** Identifies a scenario. */
export const keyOf = ({ kind, perDay, people, rule, publishers, engine }: Omit<Figure, 'outcome'>): string =>
  JSON.stringify([kind, perDay, people, rule.min, rule.maxS, rule.allowS, publishers, engine])

/**
 * Keeps figures beside those measured before, and writes the table wherever it is quoted.
 * @param keys all scenarios, in the order of the table; figures of other scenarios are dropped.
 */
export function keepFigures(measured: Figure[], keys: string[]): void {
  const known = new Map([...readFigures(), ...measured].map((figure) => [keyOf(figure), figure]))
  const figures = keys.flatMap((key) => known.get(key) ?? [])
  writeFileSync(FILE, `${JSON.stringify(figures, null, 2)}\n`)
  for (const path of QUOTED_IN) {
    const file = join(ROOT, path)
    const text = readFileSync(file, 'utf8')
    if (!BLOCK.test(text)) throw new Error(`${path} has no place for the table`)
    writeFileSync(file, text.replace(BLOCK, `$1${table(figures)}$2`))
  }
}

/** What a file quotes now. @returns null where it has no markers for the table. */
export const quotedIn = (path: string): string | null =>
  BLOCK.exec(readFileSync(join(ROOT, path), 'utf8'))?.[0] ?? null

/** The figures as a table of Markdown. */
export function table(figures: Figure[]): string {
  const head = '| decisions a day | of whom | published | certain | right guesses | median wait | 99 % wait |'
  return [head, '|---|---|---|---|---|---|---|', ...figures.map(lineOf), ''].join('\n')
}

const WHO: Record<Figure['kind'], string> = {
  single: 'stop',
  hours: 'stop, allow, stop within hours',
  series: 'stop, allow, stop within two days',
  days: 'stop, allow, stop within a week',
}

function lineOf({ kind, perDay, people, rule, publishers, engine, outcome }: Figure): string {
  const who = `${people} who ${WHO[kind]}`
  const allow = kind === 'single' ? '' : `, allows ${span(rule.allowS)}`
  const when = rule.maxS === 0 ? 'at once' : `${rule.min} changes or ${span(rule.maxS)}${allow}`
  const where = [
    ...(publishers > 1 ? [`${publishers} publishers`] : []),
    ...(engine === 'embedded' ? [] : [engine]),
  ]
  const { certain, right, median_s, p99_s } = outcome
  const cells = [
    perDay.toLocaleString('en'),
    who,
    [when, ...where].join(', '),
    percent(certain),
    percent(right),
    span(median_s),
    span(p99_s),
  ]
  return `| ${cells.join(' | ')} |`
}

/** A share as it is written in the tables. */
export const percent = (share: number) => `${(share * 100).toFixed(1)} %`
const span = (seconds: number) =>
  seconds < 120
    ? `${Math.round(seconds)} s`
    : seconds < 7200 && seconds % 3600 !== 0
      ? `${Math.round(seconds / 60)} min`
      : `${Math.round(seconds / 360) / 10} h`
