import { isMet, type Line } from './harness.ts'

export const goalText = ({ goal, unit }: Pick<Line, 'goal' | 'unit'>): string =>
  'atLeast' in goal ? `≥ ${goal.atLeast} ${unit}` : `≤ ${goal.atMost} ${unit}`

/** A measured ratio or amount, with a suitable number of digits. */
export function measuredText({ measured, unit }: Pick<Line, 'measured' | 'unit'>): string {
  if (measured === null) return '–'
  if (Number.isInteger(measured)) return `${measured} ${unit}`
  const digits = measured >= 100 ? 0 : measured >= 10 ? 1 : 2
  return `${measured < 0.1 ? measured.toPrecision(2) : measured.toFixed(digits)} ${unit}`
}

export const verdict = (line: Line): string =>
  ({ true: 'met', false: 'NOT MET', null: '–' })[`${isMet(line)}`]

/** The lines as a table for a terminal. */
export function formatTable(lines: Line[]): string {
  const rows = [
    ['#', 'what', 'value', 'yardstick', 'measured', 'goal', '', 'beside it'],
    ...lines.map((line) => [
      String(line.row),
      line.what,
      line.value,
      line.yardstick,
      measuredText(line),
      goalText(line),
      verdict(line),
      line.note,
    ]),
  ]
  const widths = rows.reduce<number[]>(
    (widest, row) => row.map((cell, i) => Math.max(cell.length, widest[i] ?? 0)),
    [],
  )
  return rows
    .map((row) =>
      row
        .map((cell, i) => cell.padEnd(widths[i] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n')
}

/** The lines as a table of Markdown. */
export const markdownTable = (lines: Line[]): string =>
  [
    '| # | what | measured | goal | |',
    '|---|---|---|---|---|',
    ...lines.map(
      (line) =>
        `| ${line.row} | ${line.what} | ${measuredText(line)} | ${goalText(line)} | ${verdict(line)} |`,
    ),
  ].join('\n')
