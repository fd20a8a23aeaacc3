import { execFile, execFileSync } from 'node:child_process'
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { demoPlace } from '../../mocks/demo/system.ts'
import { residents } from '../../mocks/residents.ts'
import { type DemoSystem, startDemoSystem } from '../support/demo-system.ts'
import { ROOT } from '../support/sources.ts'

const run = promisify(execFile)
const readme = readFileSync(join(ROOT, 'mocks/README.md'), 'utf8')

/** System, command and what its answer contains, of each row of the first table. */
const ROWS = Array.from(
  readme.matchAll(/^\| (.+?) \| .+ \| `(curl .+?)` \| `(.+)` \|$/gm),
  ([, system = '', command = '', answer = '']) => ({ system, command, answer }),
)
const CONTROLS = Array.from(readme.matchAll(/^ {4}(curl .+)$/gm), ([, command = '']) => command)

/** The commands that link two databases, in their order. */
const LINKING = Array.from(readme.matchAll(/^ {4}((?:node|python3) .+)$/gm), ([, command = '']) => command)

const standIn = mkdtempSync(join(tmpdir(), 'erabu-curl-'))
const file = join(standIn, 'curl')
writeFileSync(file, `#!/bin/sh\nexec "${process.execPath}" "${join(import.meta.dirname, 'curl.ts')}" "$@"\n`)
chmodSync(file, 0o755)

/** Folders that come first in PATH: that of the stand-in, and none where the machine has curl itself. */
function curls(): string[] {
  try {
    execFileSync('curl', ['--version'])
    return [standIn, '']
  } catch {
    return [standIn]
  }
}

let system: DemoSystem
let place: Awaited<ReturnType<typeof demoPlace>>
beforeAll(async () => {
  place = await demoPlace()
  system = await startDemoSystem({}, place)
}, 240_000)
afterAll(async () => {
  await system?.close()
  await place?.remove()
  rmSync(standIn, { recursive: true, force: true })
})

/** Runs a command of the README, as it stands there, at the ports of this test. @returns its output. */
async function shell(command: string, first: string): Promise<string> {
  const { api, portal, resolver, holders } = place.ports
  const ports: Record<string, unknown> = { 3000: api, 3001: portal, 3002: resolver, 3003: holders }
  const here = command.replace(/(?<=https?:\/\/[\w.]+:)300[0-3]/g, (port) => String(ports[port]))
  const PATH = [first, process.env.PATH].filter(Boolean).join(delimiter)
  return (await run('sh', ['-c', here], { env: { ...process.env, PATH }, maxBuffer: 1 << 26 })).stdout
}

describe('the README of the mocks', () => {
  test('names each system with a command', () => {
    const table = readme.split('## The systems')[1]?.split('\n## ')[0] ?? ''
    const lines = table.split('\n').filter((line) => line.startsWith('| '))
    expect(ROWS.length).toBe(lines.length - 1)
    expect(ROWS.length).toBeGreaterThan(9)
    expect(CONTROLS.length).toBeGreaterThan(3)
  })

  test('names those that only the demonstration lets use the resolver, as npm start does', () => {
    for (const text of [readme, system.output()])
      expect(text.replaceAll('`', '')).toMatch(/demo-registry(、| and )demo-biobank/)
    expect(system.output()).toMatch(/by present law demo-registry and demo-biobank may not use the resolver/)
  })

  test.for(ROWS)('has a command that works: $system', async ({ command, answer }) => {
    for (const first of curls()) expect(await shell(command, first)).toContain(answer)
  })

  test('has commands that link two databases, and a stop takes a row out', async () => {
    const { data, ports } = place
    const env = {
      ...process.env,
      LINKER_DATA: join(data, 'linker'),
      HOLDERS_URL: `http://127.0.0.1:${ports.holders}`,
    }
    const linking = async (command: string) =>
      (await run('sh', ['-c', command.replaceAll('.data/linker', env.LINKER_DATA)], { cwd: ROOT, env }))
        .stdout
    expect(LINKING).toHaveLength(3)
    const [approve = '', extract = '', verify = ''] = LINKING
    const records = (database: string) => system.held(database, 'r02')
    await expect.poll(() => records('demo-registry'), { timeout: 30_000 }).not.toEqual([])
    await expect.poll(() => records('demo-biobank'), { timeout: 30_000 }).not.toEqual([])
    const pairs = Number(/(\d+) pairs/.exec(await linking(approve))?.[1])
    expect(pairs).toBeGreaterThan(1)
    expect(await linking(extract)).toContain(`${pairs} rows`)
    expect(await linking(verify)).toContain(`holds: ${pairs} rows`)
    const decision = JSON.stringify({ resident: 'r02', choice: 'stop' })
    await shell(`curl -d '${decision}' http://127.0.0.1:3001/_control/decisions`, curls()[0] ?? '')
    await expect.poll(() => linking(extract), { timeout: 30_000 }).toContain(`${pairs - 1} rows`)
    expect(await linking(verify)).toContain(`holds: ${pairs - 1} rows`)
  }, 90_000)

  test('has controls that work', async () => {
    const [first = ''] = curls()
    for (const command of CONTROLS) expect(await shell(command, first), command).not.toContain('error')
    const state = await (await fetch(`http://127.0.0.1:${place.ports.resolver}/_control`)).json()
    expect(state).toMatchObject({ scenario: 'normal' })
    const ask = (coverage: unknown) =>
      shell(
        `curl -u erabu:demo-resolver-secret -d '${JSON.stringify({ coverage })}' http://127.0.0.1:3002/id5`,
        first,
      )
    const newest = (id: string) => residents.find((resident) => resident.id === id)?.coverages[0]
    expect(await ask(newest('r57'))).toContain('"was"')
    expect(await ask(newest('r55'))).toContain('"was"')
    expect(await ask({ insurer_number: '06990014', number: '50', branch: '02' })).toContain('"id5"')
  })
})
