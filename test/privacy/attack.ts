import { components } from './components.ts'

/** Shares of people: paired with certainty, and paired rightly by the best guess. */
export type Success = { certain: number; right: number }

/**
 * What holders know of their pseudonyms. `fits`: whether the stated waits allow one person behind both. `likely`: how
 * likely one person is, compared with others. `first`: the first compared time, in ms; `reach`: the largest possible
 * difference.
 */
export type Knowledge<T> = {
  look: (seen: T) => string
  first: (seen: T) => number
  reach: number
  fits: (x: T, y: T) => boolean
  likely: (x: T, y: T) => number
}

/** Pseudonyms that look alike to their holder. */
type Class<T> = { seen: T; people: number[] }
/**
 * A class of one holder paired with one of the other: the likelihood that one person is behind both, and how many
 * people really are.
 */
type Cell = { row: number; column: number; likely: number; common: number }

/** Rounds of Sinkhorn scaling after which rows and columns add up to one well enough. */
const TURNS = 60

/**
 * Two holders who combine what they see pair their pseudonyms; both have linked everybody, and know that. `certain`:
 * the rule leaves one partner. `right`: they weigh all pairings against each other, and name the likeliest partner of
 * each; among equals, one by chance.
 * @param a in the order of the people. @param b in the same order. @param looked only this many of the first people
 *   count.
 */
export function attack<T>(a: T[], b: T[], knowledge: Knowledge<T>, looked = a.length): Success {
  const rows = classesOf(a, knowledge)
  const columns = classesOf(b, knowledge)
  const cells = cellsOf(rows, columns, knowledge)
  const right = Math.max(
    rightGuesses(cells, rows, columns, looked),
    rightGuesses(scaled(cells, rows, columns), rows, columns, looked),
  )
  return { certain: certain(cells, rows, columns, looked) / looked, right: right / looked }
}

function classesOf<T>(all: T[], { look, first }: Knowledge<T>): Class<T>[] {
  const classes = new Map<string, Class<T>>()
  for (const [person, seen] of all.entries()) {
    const key = look(seen)
    const known = classes.get(key)
    if (known) known.people.push(person)
    else classes.set(key, { seen, people: [person] })
  }
  return [...classes.values()].sort((x, y) => first(x.seen) - first(y.seen))
}

function cellsOf<T>(
  rows: Class<T>[],
  columns: Class<T>[],
  { first, reach, fits, likely }: Knowledge<T>,
): Cell[] {
  const cells: Cell[] = []
  const columnOf = new Map(columns.flatMap(({ people }, column) => people.map((person) => [person, column])))
  let from = 0
  for (const [row, { seen, people }] of rows.entries()) {
    const time = first(seen)
    const common = Map.groupBy(people, (person) => columnOf.get(person) ?? -1)
    while (from < columns.length && first(columns[from]?.seen as T) < time - reach) from += 1
    for (let column = from; column < columns.length; column++) {
      const other = columns[column]?.seen as T
      if (first(other) > time + reach) break
      if (fits(seen, other))
        cells.push({
          row,
          column,
          likely: likely(seen, other),
          common: common.get(column)?.length ?? 0,
        })
    }
  }
  return cells
}

/**
 * Each pseudonym belongs to one of the other holder's: the likelihoods scaled so that rows and columns add up to one.
 */
function scaled<T>(cells: Cell[], rows: Class<T>[], columns: Class<T>[]): Cell[] {
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

/** How many of the observed people are named rightly when each pseudonym names its likeliest partner. */
function rightGuesses<T>(cells: Cell[], rows: Class<T>[], columns: Class<T>[], looked: number): number {
  let right = 0
  for (const [row, choices] of Map.groupBy(cells, (cell) => cell.row)) {
    const people = rows[row]?.people ?? []
    if (!people.some((person) => person < looked)) continue
    const best = Math.max(...choices.map(({ likely }) => likely))
    const named = choices.filter(({ likely }) => likely >= best * (1 - 1e-9))
    // Pseudonyms that look alike are named alike: a partly observed class counts by its observed share.
    const share = people.filter((person) => person < looked).length / people.length
    const chance = named.map(({ column, common }) => common / (columns[column]?.people.length ?? 1))
    right += (share * chance.reduce((sum, one) => sum + one, 0)) / named.length
  }
  return right
}

/**
 * How many have one partner in every complete pairing that the rule allows. The true pairing exists. A pseudonym has
 * another possible partner if and only if it lies on a cycle of allowed and true edges.
 */
function certain<T>(cells: Cell[], rows: Class<T>[], columns: Class<T>[], looked: number): number {
  const next: number[][] = Array.from({ length: rows.length + columns.length }, () => [])
  for (const { row, column, common } of cells) {
    next[row]?.push(rows.length + column)
    if (common > 0) next[rows.length + column]?.push(row)
  }
  let alone = 0
  for (const component of components(next)) {
    const own = component.filter((node) => node < rows.length)
    const [person = looked, ...more] = rows[own[0] ?? -1]?.people ?? []
    if (own.length === 1 && more.length === 0 && person < looked) alone += 1
  }
  return alone
}
