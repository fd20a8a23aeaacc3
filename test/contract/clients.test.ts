import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { expect, vi } from 'vitest'
import { needing, works } from '../support/needing.ts'
import type { World } from '../support/world.ts'
import { test } from '../support/world-test.ts'
import { DATABASE } from './linked-outsider.ts'
import { requestToken } from './outsider.ts'

vi.setConfig({ testTimeout: 240_000 })

const CLIENTS = join(import.meta.dirname, 'clients')
/**
 * Up to `STATED` lines are answered to a sender that reads nothing before it has sent everything; `BEYOND` lines are
 * not.
 */
const STATED = 50_000
const BEYOND = 120_000
const PATHS = [`/linkages?database=${DATABASE}&purpose=research`, `/linkages/removals?database=${DATABASE}`]

const LANGUAGES = [
  { name: 'http.client of Python', command: ['python3', '-B', 'client.py'], run: test },
  {
    name: 'HttpURLConnection of Java',
    command: ['java', 'Client.java'],
    run: needing('a JDK', () => works('javac', '-version')).missing ? test.skip : test,
  },
]

type Came = { status: number; answers: number; whole: number; last: { error: string } }

/** A client of a stranger sends this many lines. */
async function sends(world: World, command: string[], path: string, lines: number): Promise<Came> {
  const token = await requestToken(world.origin, world.holder(DATABASE).key)
  const [program = '', ...words] = [...command, world.origin + path, token, `${lines}`]
  const { stdout } = await promisify(execFile)(program, words, { cwd: CLIENTS })
  return JSON.parse(stdout) as Came
}

for (const { name, command, run } of LANGUAGES) {
  for (const path of PATHS)
    run(`${name}: ${STATED} lines to ${path.split('?')[0]} are answered one by one`, async ({ world }) => {
      const { last, ...came } = await sends(world, command, path, STATED)
      expect(came).toEqual({ status: 200, answers: STATED, whole: STATED })
      expect(last.error).toMatch(/^(invalid-line|not-found)$/)
    })

  run(`${name}: of ${BEYOND} lines the last answer says that the rest is not answered`, async ({ world }) => {
    const { status, answers, whole, last } = await sends(world, command, PATHS[0] ?? '', BEYOND)
    expect([status, last]).toEqual([200, { error: 'answers-not-read' }])
    expect(whole).toBe(answers - 1)
    expect(whole).toBeGreaterThanOrEqual(STATED)
    expect(whole).toBeLessThan(BEYOND)
  })
}
