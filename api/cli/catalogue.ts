/**
 * `npm run catalogue`: prints, for each database and fact of the configured catalogue, how sure it is, how many days ago it
 * was checked, and in how many days it has to be reviewed. Then the faults; with one it exits with 1.
 * `npm run catalogue -- <file>` reads another file, `--day YYYY-MM-DD` judges it as on that day in Japan.
 */
import { readFile } from 'node:fs/promises'
import { parseArgs } from 'node:util'
import { z } from 'zod'
import { readConfig } from '../config.ts'
import { Catalogue } from '../contract/catalogue-file.ts'
import { FACTS } from '../contract/facts.ts'
import { dayInJapan } from '../domain/calendar.ts'
import { faultsOf, type Stated, statedBy } from '../domain/catalogue/faults.ts'

const COLUMNS = [...FACTS, 'no_answer', 'resolver']
const DAY_MS = 86_400_000

const days = (from: string, to: string) => (Date.parse(to) - Date.parse(from)) / DAY_MS

/** `S 8/182`: official, checked 8 days ago, to be reviewed in 182 days. */
const cell = (stated: Stated | undefined, today: string) =>
  stated
    ? `${stated.evidence.mark} ${days(stated.evidence.checked_on, today)}/${days(today, stated.evidence.review_by)}`
    : '-'

function table(rows: string[][]): string {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)))
  return rows
    .map((row) =>
      row
        .map((text, column) => text.padEnd(widths[column] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n')
}

async function main(): Promise<number> {
  const { values, positionals } = parseArgs({ options: { day: { type: 'string' } }, allowPositionals: true })
  const today = z.iso.date().parse(values.day ?? dayInJapan(new Date()))
  const file = positionals[0] ?? readConfig().catalogue
  const parsed = Catalogue.safeParse(JSON.parse(await readFile(file, 'utf8')))
  if (!parsed.success) {
    console.error(`${file} is not a catalogue:\n${z.prettifyError(parsed.error)}`)
    return 1
  }
  const rows = parsed.data.databases.map((database) => {
    const stated = new Map(statedBy(database).map((one) => [one.fact, one]))
    return [database.id, database.status, ...COLUMNS.map((fact) => cell(stated.get(fact), today))]
  })
  console.log(`On ${today}. A cell: mark, days since it was checked / days until its review.\n`)
  console.log(table([['', '', ...COLUMNS], ...rows]))
  const faults = faultsOf(parsed.data, today)
  if (faults.length === 0) {
    console.log('\nNo faults.')
    return 0
  }
  console.error(`\n${faults.length} fault(s):\n${faults.join('\n')}`)
  return 1
}

process.exitCode = await main().catch((error: Error) => {
  console.error(error.message)
  return 1
})
