import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type Stryker from '@stryker-mutator/core'
import { ROOT } from '../support/sources.ts'
import { type PartName, partNames } from './parts.ts'

/** How one part ended when it was last run as a whole. */
export type Figure = {
  /** Changes that a test noticed, those that never came to an end included. */
  noticed: number
  survived: number
  /** Changes in code that none of the part's tests reaches. They count as survived. */
  unreached: number
  /** Calendar day in UTC. */
  date: string
  /** What was checked out; with `+` where files differed from it. */
  commit: string
  minutes: number
}
/** What became of one change. */
type Result = Awaited<ReturnType<Stryker['runMutationTest']>>[number]

export type Figures = Partial<Record<PartName, Figure>>

const FILE = join(ROOT, 'test', 'mutation', 'figures.json')
const README = join(ROOT, 'test', 'mutation', 'README.md')
const BLOCK = /(<!-- mutation: npm run mutation -->\n)([\s\S]*?)(<!-- end -->)/

export const readFigures = (): Figures => JSON.parse(readFileSync(FILE, 'utf8')) as Figures

/** What the README says now. @returns null where it has no place for the table. */
export const quoted = (): string | null => BLOCK.exec(readFileSync(README, 'utf8'))?.[2] ?? null

/** Counts what became of the changes of one part. */
export function countsOf(results: Result[]): Pick<Figure, 'noticed' | 'survived' | 'unreached'> {
  const count = (...statuses: Result['status'][]) =>
    results.filter(({ status }) => statuses.includes(status)).length
  return {
    noticed: count('Killed', 'Timeout'),
    survived: count('Survived'),
    unreached: count('NoCoverage'),
  }
}

/** Stores the figure of one part, and writes the table of all parts into the README. */
export function keepFigure(name: PartName, figure: Figure): void {
  const known = { ...readFigures(), [name]: figure }
  const figures: Figures = Object.fromEntries(
    partNames.flatMap((part) => (known[part] ? [[part, known[part]]] : [])),
  )
  writeFileSync(FILE, `${JSON.stringify(figures, null, 2)}\n`)
  const text = readFileSync(README, 'utf8')
  if (!BLOCK.test(text)) throw new Error('test/mutation/README.md has no place for the table')
  writeFileSync(
    README,
    text.replace(BLOCK, (_block, begin, _table, end) => begin + table(figures) + end),
  )
}

/** The share of changes that are noticed, in percent. */
export const scoreOf = ({ noticed, survived, unreached }: Omit<Figure, 'date' | 'commit' | 'minutes'>) =>
  (100 * noticed) / (noticed + survived + unreached)

/** The figures as a table of Markdown. A part that was never run as a whole says so. */
export function table(figures: Figures): string {
  const head =
    '| part | noticed | of | survived | not reached | minutes | date | commit |\n|---|---|---|---|---|---|---|---|'
  return `${[head, ...partNames.map((name) => lineOf(name, figures[name]))].join('\n')}\n`
}

function lineOf(name: PartName, figure: Figure | undefined): string {
  if (!figure) return `| ${name} | not run yet | | | | | | |`
  const { noticed, survived, unreached, minutes, date, commit } = figure
  const all = noticed + survived + unreached
  const cells = [
    name,
    `${scoreOf(figure).toFixed(1)} %`,
    all,
    survived,
    unreached,
    minutes,
    date,
    `\`${commit}\``,
  ]
  return `| ${cells.join(' | ')} |`
}
