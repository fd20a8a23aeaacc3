import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { freePort } from './ports.ts'
import { prepareSetting } from './setting.ts'
import { ROOT } from './sources.ts'

const BOOT_MS = 120_000

/** How a process is started: under another program (strace), and with flags of Node. */
export type Launch = { under?: string[]; flags?: string[] }

/** One api in a process of its own, as in production, that can be killed and restarted on the same store. */
export function createApiProcess(env: Record<string, string>, { under = [], flags = [] }: Launch = {}) {
  const address = `http://localhost:${env.ERABU_PORT}`
  const [program, ...args] = [...under, process.execPath, ...flags, join(ROOT, 'api/main.ts')]
  let output = ''
  let child: ChildProcess | null = null

  async function start(): Promise<number> {
    const started = performance.now()
    const api = spawn(program as string, args, {
      cwd: ROOT,
      env: { PATH: process.env.PATH, ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
      // A process group of its own, so that what runs under another program ends with it.
      detached: under.length > 0,
    })
    for (const stream of [api.stdout, api.stderr])
      stream.on('data', (chunk: Buffer) => {
        output += chunk.toString()
      })
    child = api
    while (performance.now() - started < BOOT_MS) {
      if (api.exitCode !== null)
        throw new Error(`the api ended with ${api.exitCode}:\n${output.slice(-2000)}`)
      const answer = await fetch(`${address}/jwks.json`).catch(() => null)
      if (answer?.ok) return performance.now() - started
      await sleep(10)
    }
    throw new Error(`the api does not answer:\n${output.slice(-2000)}`)
  }

  /** @returns its exit code; null: a signal ended it. */
  async function ended(): Promise<number | null> {
    if (child && child.exitCode === null && child.signalCode === null) await once(child, 'exit')
    return child?.exitCode ?? null
  }

  async function end(signal: 'SIGKILL' | 'SIGTERM'): Promise<void> {
    if (!child || child.exitCode !== null || child.signalCode !== null) return
    if (under.length > 0 && child.pid) process.kill(-child.pid, signal)
    else child.kill(signal)
    await ended()
  }

  return {
    /** Everything written to stdout and stderr so far. */
    output: () => output,
    /** @returns milliseconds from the start of the process to its first answer. */
    start,
    pid: () => child?.pid,
    ended,
    /** Kills the process without any cleanup. */
    kill: () => end('SIGKILL'),
    /** Ends the process as an operator does. */
    end: () => end('SIGTERM'),
  }
}

/** An api process with its own folder, portal and resolver. */
export async function startApiProcess(settings: Record<string, string> = {}, launch: Launch = {}) {
  const origin = `http://localhost:${await freePort()}`
  const setting = await prepareSetting(origin)
  const env = { ...setting.env, ...settings }
  const api = createApiProcess(env, launch)
  const boot = await api.start()
  return {
    ...api,
    origin,
    env,
    data: env.ERABU_DATA,
    keys: env.ERABU_KEYS,
    surroundings: setting.surroundings,
    holder: setting.holder,
    /** Milliseconds from the start of the process to its first answer. */
    boot,
    async close(): Promise<void> {
      await api.end()
      await setting.remove()
    },
  }
}
