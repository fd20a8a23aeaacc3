import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { freePort } from './ports.ts'
import { prepareSetting } from './setting.ts'
import { ROOT } from './sources.ts'

const BOOT_MS = 15_000

/** The api as a process of its own, as in production, that can be killed and started again on the same store. */
export async function startApiProcess(settings: Record<string, string> = {}) {
  const origin = `http://localhost:${await freePort()}`
  const setting = await prepareSetting(origin)
  let output = ''
  let child: ChildProcess | null = null

  async function start(): Promise<number> {
    const started = performance.now()
    const api = spawn(process.execPath, [join(ROOT, 'api/main.ts')], {
      cwd: ROOT,
      env: { PATH: process.env.PATH, ...setting.env, ...settings },
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    for (const stream of [api.stdout, api.stderr])
      stream.on('data', (chunk: Buffer) => {
        output += chunk.toString()
      })
    child = api
    while (performance.now() - started < BOOT_MS) {
      if (api.exitCode !== null)
        throw new Error(`the api ended with ${api.exitCode}:\n${output.slice(-2000)}`)
      const answer = await fetch(`${origin}/jwks.json`).catch(() => null)
      if (answer?.ok) return performance.now() - started
      await sleep(10)
    }
    throw new Error(`the api does not answer:\n${output.slice(-2000)}`)
  }

  async function end(signal: 'SIGKILL' | 'SIGTERM'): Promise<void> {
    if (!child || child.exitCode !== null || child.signalCode !== null) return
    const ended = once(child, 'exit')
    child.kill(signal)
    await ended
  }

  const boot = await start()
  return {
    origin,
    data: setting.data,
    surroundings: setting.surroundings,
    holder: setting.holder,
    /** Milliseconds from the start of the process to its first answer. */
    boot,
    /** Everything written to stdout and stderr so far. */
    output: () => output,
    /** @returns milliseconds from the start of the process to its first answer. */
    start,
    /** Ends the process with no chance to tidy up. */
    kill: () => end('SIGKILL'),
    /** Ends the process as an operator does. */
    end: () => end('SIGTERM'),
    async close(): Promise<void> {
      await end('SIGTERM')
      await setting.remove()
    },
  }
}
