import { execFile } from 'node:child_process'
import { createHmac } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { decodeJwt } from 'jose'
import type { ExtractReport } from '../linker/report.ts'

const ROOT = join(import.meta.dirname, '../..')
const run = promisify(execFile)

/** An extract as the linker wrote it: its rows, what its report says, and what the commands printed. */
export type Extract = { rows: string[]; report: ExtractReport; printed: string }

/** The commands of the linker (`mocks/README.md`) beside a running system, for one project. */
export function createLinking({
  data,
  consoleUrl,
  project,
}: Record<'data' | 'consoleUrl' | 'project', string>) {
  const folder = join(data, 'linker')
  const place = join(folder, project)
  const env = { PATH: process.env.PATH, LINKER_DATA: folder, HOLDERS_URL: consoleUrl }

  /** @returns the command and its output, without the folder's own name. @throws Error when the command fails. */
  async function said(program: string, ...words: string[]): Promise<string> {
    const path = program === 'node' ? process.execPath : program
    const { stdout } = await run(path, words, { cwd: ROOT, env })
    return `$ ${[program, ...words].join(' ')}\n${stdout}`.replaceAll(folder, '.data/linker')
  }

  return {
    approve: () => said('node', 'mocks/linker/main.ts', 'approve', project),

    /** Makes an extract, which `verify.py` must accept. */
    async extract(): Promise<Extract> {
      const made = await said('node', 'mocks/linker/main.ts', 'extract', project)
      const verified = await said('python3', '-B', 'mocks/linker/verify.py', place, join(folder, 'key.json'))
      const report = decodeJwt<ExtractReport>(readFileSync(join(place, 'report.jwt'), 'utf8'))
      const rows = readFileSync(join(place, 'extract.csv'), 'utf8').trim().split('\n').slice(1)
      return { rows, report, printed: `${made}\n${verified}` }
    },

    /** The ID of a person in the project (提供用ID). Only the linker, whose key this is, can tell it. */
    idOf(id5: string): string {
      const { projects } = JSON.parse(readFileSync(join(folder, 'linker.json'), 'utf8'))
      return createHmac('sha256', Buffer.from(projects[project].key, 'base64url'))
        .update(id5)
        .digest('base64url')
    },
  }
}

/**
 * The row that an extract lacks of the one before it.
 * @throws Error unless that is the only difference, the row is that of `id`, and both reports count it so.
 */
export function rowThatWent(before: Extract, after: Extract, id: string): string {
  for (const { rows, report } of [before, after])
    if (rows.length !== report.rows_out)
      throw new Error(`A report counts ${report.rows_out} rows, and its extract has ${rows.length}.`)
  if (after.rows.length !== before.rows.length - 1)
    throw new Error(`The extract has ${after.rows.length} rows, not one less than ${before.rows.length}.`)
  const [gone = '', ...more] = before.rows.filter((row) => !after.rows.includes(row))
  if (more.length > 0) throw new Error(`${more.length + 1} rows of the extract have changed.`)
  if (!gone.startsWith(`${id},`)) throw new Error('The row that went is not that of the person who stopped.')
  return gone
}
