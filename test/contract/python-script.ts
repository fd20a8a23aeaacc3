import { execFile } from 'node:child_process'
import { copyFileSync, existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import type { JWK } from 'jose'
import type { Linked } from './outsider.ts'

const FOLDER = join(import.meta.dirname, '../../mocks/holder')
const FILES = ['tokens.csv', 'state.json']
const MOST_OUTPUT = 256 * 1024 * 1024
/** Runs the script, and prints the resources of its process as a last line. */
const MEASURED = `import json, resource, subprocess, sys
subprocess.run([sys.executable, "-B", "holder.py", sys.argv[1]], check=True)
used = resource.getrusage(resource.RUSAGE_CHILDREN)
print(json.dumps([used.ru_utime + used.ru_stime, used.ru_maxrss]))`
const run = promisify(execFile)

async function output(args: string[]) {
  const { stdout, stderr } = await run('python3', ['-B', ...args], { cwd: FOLDER, maxBuffer: MOST_OUTPUT })
  return { lines: stdout.split('\n').filter(Boolean), stderr }
}

/** Runs Python next to the holder's script. @returns its output, line for line. @throws its exit error. */
export const python = async (...args: string[]): Promise<string[]> => (await output(args)).lines

export type Settings = { issuer: string; client_id: string; database: string; key: JWK; register?: string[] }
export type Places = Pick<Linked, 'token' | 'status_list'>[]

/** A spreadsheet of linkages as the script reads it. */
export const spreadsheet = (linked: Places) =>
  `token,uri,idx\n${linked.map(({ token, status_list: { uri, idx } }) => `${token},${uri},${idx}\n`).join('')}`

/** The script with this folder, and a spreadsheet of linkages in it. */
export function openScript(folder: string, settings: Settings, linked: Places | string) {
  const at = (file: string) => join(folder, file)
  const write = (file: string, text: string) => writeFileSync(at(file), text)
  write('holder.json', JSON.stringify(settings))
  write('tokens.csv', typeof linked === 'string' ? linked : spreadsheet(linked))
  type State = { through: number; revoked: string[]; barred: string[] }

  return {
    /** One run. @returns for each token yes or no, in the order of the spreadsheet. */
    run: async () => (await python('holder.py', folder)).map((line) => line.split(' ')[1]),
    /** One run. @returns the same, with the processor seconds and the most memory (bytes) of its process. */
    async measured() {
      const lines = await python('-c', MEASURED, folder)
      const [seconds, kilobytes] = JSON.parse(lines.pop() ?? '') as [number, number]
      return { words: lines.map((line) => line.split(' ')[1]), seconds, memory: kilobytes * 1024 }
    },
    /** One run. @returns its output on standard error. */
    complaints: async () => (await output(['holder.py', folder])).stderr.trim(),
    /** Runs `uses.py` with these words, and tokens on standard input. @returns its answer. @throws its exit error. */
    async uses(words: string[], tokens: string[] = []): Promise<unknown> {
      const running = run('python3', ['-B', 'uses.py', folder, ...words], { cwd: FOLDER })
      running.child.stdin?.end(tokens.map((token) => `${token}\n`).join(''))
      return JSON.parse((await running).stdout)
    },
    state: () => JSON.parse(readFileSync(at('state.json'), 'utf8')) as State,
    /** Replaces the state on its disk. */
    restore: (older: object) => write('state.json', JSON.stringify(older)),
    read: (file: string) => readFileSync(at(file), 'utf8'),
    write,
    has: (file: string) => existsSync(at(file)),
    /** Copies its files. @returns a function that restores them, or one of them. */
    copy() {
      for (const file of FILES) copyFileSync(at(file), at(`${file}.older`))
      return (files: string[] = FILES) => {
        for (const file of files) copyFileSync(at(`${file}.older`), at(file))
      }
    },
  }
}
