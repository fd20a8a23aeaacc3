import { execFile } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import type { JWK } from 'jose'
import { onTestFinished } from 'vitest'
import type { Linked } from './outsider.ts'

const FOLDER = join(import.meta.dirname, '../../mocks/holder')
const run = promisify(execFile)

/** Runs Python next to the holder's script. @returns what it printed, line for line. @throws what it ended with. */
export async function python(...args: string[]): Promise<string[]> {
  const { stdout } = await run('python3', ['-B', ...args], { cwd: FOLDER })
  return stdout.split('\n').filter(Boolean)
}

type Settings = { issuer: string; client_id: string; database: string; key: JWK }

/** The script with a folder of its own, and a spreadsheet of linkages in it. */
export function createPythonHolder(settings: Settings, linked: Pick<Linked, 'token' | 'status_list'>[]) {
  const folder = mkdtempSync(join(tmpdir(), 'erabu-python-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  const rows = linked.map(({ token, status_list: { uri, idx } }) => `${token},${uri},${idx}\n`)
  writeFileSync(join(folder, 'holder.json'), JSON.stringify(settings))
  writeFileSync(join(folder, 'tokens.csv'), `token,uri,idx\n${rows.join('')}`)
  const state = join(folder, 'state.json')
  type State = { through: number; revoked: string[] }

  return {
    /** One run. @returns for each token yes or no, in the order of the spreadsheet. */
    run: async () => (await python('holder.py', folder)).map((line) => line.split(' ')[1]),
    state: () => JSON.parse(readFileSync(state, 'utf8')) as State,
    /** Puts another state on its disk. */
    restore: (older: State) => writeFileSync(state, JSON.stringify(older)),
  }
}
