import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { requireFree } from '../../mocks/start/ports.ts'
import { freePort } from '../support/ports.ts'
import { ROOT } from '../support/sources.ts'

/** Longer than `npm start` itself waits for a part of it, so that it can name the part. */
const PATIENCE = { timeout: 150_000, interval: 200 }

let data: string
let ports: Record<string, string>
/** Separate process groups, so that nothing outlives a failed test. */
const groups: number[] = []

async function freePorts(): Promise<Record<string, string>> {
  const names = ['ERABU_PORT', 'PORTAL_PORT', 'RESOLVER_PORT', 'HOLDER_PORT', 'ERABU_OPS_PORT']
  const free = new Set<number>()
  while (free.size < names.length) free.add(await freePort())
  return Object.fromEntries([...free].map((port, index) => [names[index], String(port)]))
}

beforeAll(async () => {
  data = mkdtempSync(join(tmpdir(), 'erabu-start-'))
  ports = await freePorts()
})
afterEach(() => {
  for (const group of groups.splice(0))
    try {
      process.kill(-group, 'SIGKILL')
    } catch {
      // All of it has ended.
    }
})
afterAll(() => rmSync(data, { recursive: true, force: true }))

/** Starts everything by the command; resolves when the holders' console, which starts last, answers. */
async function started(command: string, ...words: string[]): Promise<ChildProcess> {
  const child = spawn(command, words, {
    cwd: ROOT,
    detached: true,
    env: { PATH: process.env.PATH, HOME: process.env.HOME, ERABU_DATA: data, ...ports },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let output = ''
  for (const stream of [child.stdout, child.stderr]) stream?.on('data', (chunk) => (output += chunk))
  if (child.pid) groups.push(child.pid)
  await expect.poll(() => output, PATIENCE).toContain('Ctrl-C stops everything')
  return child
}

const allFree = () =>
  requireFree(ports).then(
    () => 'free',
    (error: Error) => error.message,
  )

const kill = (child: ChildProcess, signal: NodeJS.Signals) => child.kill(signal)
const endings: [string, string[], (child: ChildProcess) => unknown][] = [
  ['Ctrl-C', ['npm', 'start'], ({ pid = 0 }) => process.kill(-pid, 'SIGINT')],
  ['a kill of npm', ['npm', 'start'], (child) => kill(child, 'SIGTERM')],
  ['a kill -9 of npm', ['npm', 'start'], (child) => kill(child, 'SIGKILL')],
  ['a kill -9 of its own process', [process.execPath, 'mocks/start.ts'], (child) => kill(child, 'SIGKILL')],
  // `script` is the terminal; without it the kernel sends SIGHUP.
  ['a closed terminal', ['script', '-qec', 'npm start', '/dev/null'], (child) => kill(child, 'SIGKILL')],
]

test.each(endings)(
  '%s ends everything that npm start began, and the next start works',
  async (_, words, end) => {
    const [command = '', ...rest] = words
    const child = await started(command, ...rest)
    expect(await allFree()).toContain('ERABU_OPS_PORT')
    const ended = once(child, 'exit')
    end(child)
    await ended
    await expect.poll(allFree, PATIENCE).toBe('free')
  },
)

test('a port that is taken on either address of localhost is named', async () => {
  const { ERABU_PORT = '' } = ports
  for (const host of ['127.0.0.1', '::1']) {
    const server = createServer().listen(Number(ERABU_PORT), host)
    await once(server, 'listening')
    const child = spawn(process.execPath, ['mocks/start.ts'], {
      cwd: ROOT,
      env: { PATH: process.env.PATH, ERABU_DATA: data, ...ports },
    })
    let said = ''
    child.stderr.on('data', (chunk) => (said += chunk))
    const [code] = await once(child, 'close')
    expect(code).toBe(1)
    expect(said).toMatch(new RegExp(`^Port ${ERABU_PORT} is taken.*ERABU_PORT`, 'm'))
    await new Promise((resolve) => server.close(resolve))
  }
})

test('a second start on the same data ends, and does not say that everything runs', async () => {
  const first = await started('npm', 'start')
  const second = spawn(process.execPath, ['mocks/start.ts'], {
    cwd: ROOT,
    env: { PATH: process.env.PATH, ERABU_DATA: data, ...(await freePorts()) },
  })
  let said = ''
  for (const stream of [second.stdout, second.stderr]) stream.on('data', (chunk) => (said += chunk))
  const [code] = await once(second, 'close')
  expect(code).toBe(1)
  expect(said).toContain('api has ended')
  expect(said).not.toContain('Ctrl-C stops everything')
  const ended = once(first, 'exit')
  kill(first, 'SIGTERM')
  await ended
  await expect.poll(allFree, PATIENCE).toBe('free')
})
