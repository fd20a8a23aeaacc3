/**
 * `npm run cases`: lists the open cases of the configured store, those that are due first at the top, even while the
 * service runs. It names no person. `npm run cases -- --answer <number> <code>` answers one.
 */
import { readConfig } from '../config.ts'
import { CaseAnswerCode } from '../contract/cases.ts'
import { openCaseAnswers } from '../deps.ts'
import { dayInJapan } from '../domain/calendar.ts'
import { answerThrough } from '../operator/channel.ts'
import type { Answering } from '../services/cases/answers.ts'
import { readPostgres } from '../store/engine/postgres.ts'
import { readSqlite, sqliteFile } from '../store/engine/sqlite.ts'
import { openCases } from '../store/records/cases.ts'

/** Files of this process are only for its user. */
process.umask(0o077)

const USAGE = `Usage: npm run cases, or npm run cases -- --answer <number> <code>
Codes: ${CaseAnswerCode.options.join(', ')}.
A linkage that was found: a source named two people as one, and a stop of either counts for both.
\`corrected\` says that they are two, and that the register says so now: from then on each decides alone. What is stopped
stays stopped until its own person decides. Where they are one person, answer \`no-error\`.`

async function main(): Promise<void> {
  const [word, number, code, ...more] = process.argv.slice(2)
  if (word === undefined) return list()
  if (word !== '--answer' || number === undefined || code === undefined || more.length > 0)
    throw new Error(USAGE)
  const known = CaseAnswerCode.safeParse(code)
  if (!known.success)
    throw new Error(`${code} is no answer: the answers are ${CaseAnswerCode.options.join(', ')}`)
  const done = await answer(number, known.data)
  if (done === 'unknown') throw new Error(`${number}: no such case`)
  if (done === 'answered-before') throw new Error(`${number} was answered before: an answer never changes`)
  console.log(`${number}: answered with ${known.data}`)
}

async function list(): Promise<void> {
  const config = readConfig()
  const cases = config.databaseUrl
    ? await readPostgres(config.databaseUrl, openCases)
    : await readSqlite(sqliteFile(config.data), openCases)
  const today = dayInJapan(new Date())
  const rows = cases.map((row) => [
    row.number,
    row.database_id || '-',
    row.about,
    row.says ?? 'found',
    dayInJapan(new Date(row.opened_at)),
    row.due_on < today ? `${row.due_on} OVERDUE` : row.due_on,
  ])
  for (const line of columns([['number', 'database', 'about', 'says', 'opened', 'due'], ...rows]))
    console.log(line)
  const overdue = cases.filter(({ due_on }) => due_on < today).length
  console.log(`${cases.length} open, ${overdue} overdue`)
}

/** Lines of text, each column as wide as its longest cell. */
function columns(rows: string[][]): string[] {
  const width = (at: number) => Math.max(...rows.map((row) => row[at]?.length ?? 0))
  return rows.map((row) =>
    row
      .map((cell, at) => cell.padEnd(width(at)))
      .join('  ')
      .trimEnd(),
  )
}

/** Only one process writes the embedded store: a service that has it open gives the answer itself. */
async function answer(number: string, code: CaseAnswerCode): Promise<Answering> {
  const config = readConfig()
  const done = config.databaseUrl ? null : await answerThrough(config.data, number, code)
  if (done !== null) return done
  const { caseAnswers, close } = await openCaseAnswers(config)
  return caseAnswers.answer(number, code).finally(close)
}

main().catch((error: Error) => {
  console.error(error.message)
  process.exit(1)
})
