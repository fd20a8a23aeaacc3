import { components } from './components.ts'
import { spreadOf } from './spread.ts'

/** What one holder sees of one of its pseudonyms: when each of its changes was published, and how many with it. */
export type Seen = { times: number[]; sizes: number[] }

/** Shares of people: paired with certainty, and paired rightly by the best guess. */
export type Success = { certain: number; right: number }

/** Pseudonyms that look alike to their holder. */
type Class = { seen: Seen; people: number[] }
/** A class of one holder beside one of the other: how likely one person is behind both, and how many really are. */
type Cell = { row: number; column: number; likely: number; common: number }

/** Turns of Sinkhorn's scaling, after which rows and columns add up to one well enough. */
const TURNS = 60

/**
 * Two holders who put together what they see pair their pseudonyms; both have linked everybody, and know that.
 * `certain`: the rule leaves one partner. `right`: they know the rule and how waits are spread, weigh all pairings
 * against each other, and name the likeliest partner of each; where several are, one of them by chance.
 * @param a in the order of the people. @param b in the same order. @param windows by change: how far apart the two
 *   publications of one decision may lie, in ms. @param grain how finely times are told, in ms.
 */
export function attack(a: Seen[], b: Seen[], windows: number[], grain: number): Success {
  const rows = classesOf(a)
  const columns = classesOf(b)
  const spreads = windows.map((_, change) => spreadOf(a, b, change, grain))
  const cells = cellsOf(rows, columns, windows, (x, y) =>
    spreads.reduce((product, spread) => product * spread(x, y), 1),
  )
  const right = Math.max(rightGuesses(cells, columns), rightGuesses(scaled(cells, rows, columns), columns))
  return { certain: certain(cells, rows, columns) / a.length, right: right / a.length }
}

function classesOf(all: Seen[]): Class[] {
  const classes = new Map<string, Class>()
  for (const [person, seen] of all.entries()) {
    const key = seen.times.join()
    const known = classes.get(key)
    if (known) known.people.push(person)
    else classes.set(key, { seen, people: [person] })
  }
  return [...classes.values()].sort((x, y) => (x.seen.times[0] ?? 0) - (y.seen.times[0] ?? 0))
}

function cellsOf(
  rows: Class[],
  columns: Class[],
  windows: number[],
  likelihood: (x: Seen, y: Seen) => number,
): Cell[] {
  const cells: Cell[] = []
  const columnOf = new Map(columns.flatMap(({ people }, column) => people.map((person) => [person, column])))
  let first = 0
  for (const [row, { seen, people }] of rows.entries()) {
    const [time = 0] = seen.times
    const [window = 0] = windows
    const common = Map.groupBy(people, (person) => columnOf.get(person) ?? -1)
    while (first < columns.length && (columns[first]?.seen.times[0] ?? 0) < time - window) first += 1
    for (let column = first; column < columns.length; column++) {
      const other = columns[column]?.seen as Seen
      if ((other.times[0] ?? 0) > time + window) break
      const fits = windows.every((most, i) => Math.abs((other.times[i] ?? 0) - (seen.times[i] ?? 0)) <= most)
      if (fits)
        cells.push({
          row,
          column,
          likely: likelihood(seen, other),
          common: common.get(column)?.length ?? 0,
        })
    }
  }
  return cells
}

/** Each pseudonym belongs to one of the other's: the likelihoods scaled so that rows and columns add up to one. */
function scaled(cells: Cell[], rows: Class[], columns: Class[]): Cell[] {
  const own = new Float64Array(rows.length).fill(1)
  const others = new Float64Array(columns.length).fill(1)
  for (let turn = 0; turn < TURNS; turn++) {
    const sums = new Float64Array(rows.length)
    for (const { row, column, likely } of cells)
      sums[row] = (sums[row] ?? 0) + likely * (others[column] ?? 0) * (columns[column]?.people.length ?? 0)
    for (let row = 0; row < rows.length; row++) own[row] = 1 / (sums[row] || 1)
    const back = new Float64Array(columns.length)
    for (const { row, column, likely } of cells)
      back[column] = (back[column] ?? 0) + likely * (own[row] ?? 0) * (rows[row]?.people.length ?? 0)
    for (let column = 0; column < columns.length; column++) others[column] = 1 / (back[column] || 1)
  }
  return cells.map((cell) => ({
    ...cell,
    likely: cell.likely * (own[cell.row] ?? 0) * (others[cell.column] ?? 0),
  }))
}

/** How many are right when each names its likeliest partner. */
function rightGuesses(cells: Cell[], columns: Class[]): number {
  let right = 0
  for (const choices of Map.groupBy(cells, ({ row }) => row).values()) {
    const best = Math.max(...choices.map(({ likely }) => likely))
    const named = choices.filter(({ likely }) => likely >= best * (1 - 1e-9))
    const chance = named.map(({ column, common }) => common / (columns[column]?.people.length ?? 1))
    right += chance.reduce((sum, one) => sum + one, 0) / named.length
  }
  return right
}

/**
 * How many have one partner in every pairing of all with all that the rule allows. A pairing is there, the true one; a
 * pseudonym can be moved in it if and only if it lies on a cycle of allowed and true edges.
 */
function certain(cells: Cell[], rows: Class[], columns: Class[]): number {
  const next: number[][] = Array.from({ length: rows.length + columns.length }, () => [])
  for (const { row, column, common } of cells) {
    next[row]?.push(rows.length + column)
    if (common > 0) next[rows.length + column]?.push(row)
  }
  let alone = 0
  for (const component of components(next)) {
    const own = component.filter((node) => node < rows.length)
    if (own.length === 1 && rows[own[0] ?? -1]?.people.length === 1) alone += 1
  }
  return alone
}
