/**
 * `npm run bench`: each row next to its yardstick in one run. `--only 3,4` only these rows · `--full` the large sizes
 * · `--rounds 5` · `--seconds 1` of load per side and round · `--surge` also the surge, `--minutes 10` long, `--rate
 * 150` a second. A run of all rows writes its table into the README of this folder, and `web/pictures/bench.svg`.
 */
import { mkdir, writeFile } from 'node:fs/promises'
import { cpus } from 'node:os'
import { join } from 'node:path'
import { quoteFigures, today } from '../support/figures.ts'
import { ROOT } from '../support/sources.ts'
import { isMet, type Line, type Row } from './harness.ts'
import { readOptions } from './options.ts'
import { drawPicture } from './picture.ts'
import { decision } from './rows/01-decision.ts'
import { surge } from './rows/02-surge.ts'
import { poll } from './rows/03-poll.ts'
import { caughtUp } from './rows/04-caught-up.ts'
import { longPoll } from './rows/05-long-poll.ts'
import { statusList } from './rows/06-status-list.ts'
import { listSize } from './rows/07-list-size.ts'
import { listBuild } from './rows/08-list-build.ts'
import { check } from './rows/09-check.ts'
import { registration } from './rows/10-linkages.ts'
import { delivery } from './rows/11-delivery.ts'
import { coldHolder } from './rows/12-cold-holder.ts'
import { growth } from './rows/13-growth.ts'
import { signing } from './rows/14-signing.ts'
import { start } from './rows/15-start.ts'
import { abuses } from './rows/17-abuses.ts'
import { formatTable, markdownTable } from './table.ts'

const ROWS: Row[] = [
  decision,
  surge,
  poll,
  caughtUp,
  longPoll,
  statusList,
  listSize,
  listBuild,
  check,
  registration,
  delivery,
  coldHolder,
  growth,
  signing,
  start,
  abuses,
]

const options = readOptions()
const isWanted = ({ number }: Row) =>
  options.only?.includes(number) ?? (number !== surge.number || options.surge)
const say = (text: string) => console.error(text)
const { model = 'unknown processor' } = cpus()[0] ?? {}
const machine = `${cpus().length} × ${model}, Node ${process.versions.node}, ${options.rounds} rounds, medians`
const results = join(ROOT, 'test-results')
await mkdir(results, { recursive: true })
const lines: Line[] = []

/** Written after each row: an interrupted run keeps what it has measured. */
async function keep(): Promise<void> {
  const measured = lines.map((line) => ({ ...line, met: isMet(line) }))
  const json = { at: new Date().toISOString(), machine, lines: measured }
  await writeFile(join(results, 'bench.json'), `${JSON.stringify(json, null, 2)}\n`)
}

for (const row of ROWS.filter(isWanted)) {
  say(`row ${row.number} …`)
  try {
    lines.push(...(await row.run({ ...options, say })))
    await keep()
  } catch (error) {
    // The other rows are still worth their time.
    process.exitCode = 1
    console.error(error)
  }
}
console.log(`${machine}\n\n${formatTable(lines)}`)
if (!options.only && process.exitCode === undefined) {
  quoteFigures('test/bench/README.md', 'bench', `${today()}, ${machine}\n\n${markdownTable(lines)}`)
  await writeFile(join(ROOT, 'web/pictures/bench.svg'), drawPicture(lines, machine))
}
