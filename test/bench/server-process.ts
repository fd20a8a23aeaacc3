import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { ROOT } from '../support/sources.ts'
import type { Sample } from './harness.ts'

const BOOT_MS = 120_000

/** CPU-seconds since the start, bytes of memory, and event loop delay in milliseconds (99 %), where watched. */
export type Usage = { cpu: number; rss: number; delayed: number }

export type ServerProcess = Awaited<ReturnType<typeof startServer>>

/**
 * Starts a server as a process of its own that reports its CPU time. It inherits this process's flags, so that
 * `--cpu-prof` shows where the time goes.
 * @param ready a URL that answers 2xx when it is up.
 */
export async function startServer(script: string, ready: string, env: Record<string, string>) {
  const child = spawn(
    process.execPath,
    [
      ...process.execArgv,
      '--expose-gc',
      '--import',
      join(import.meta.dirname, 'cpu-reporter.ts'),
      join(ROOT, script),
    ],
    {
      cwd: ROOT,
      env: { PATH: process.env.PATH, ...env },
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    },
  )
  let output = ''
  for (const stream of [child.stdout, child.stderr])
    stream?.on('data', (chunk: Buffer) => {
      output = (output + chunk.toString()).slice(-4000)
    })

  async function ask(what: 'usage' | 'memory' | 'watch'): Promise<Usage> {
    const answer = once(child, 'message')
    child.send(what)
    const [used] = (await answer) as [Usage]
    return used
  }

  async function close(): Promise<void> {
    if (child.exitCode !== null || child.signalCode !== null) return
    const ended = once(child, 'exit')
    child.kill('SIGTERM')
    await ended
  }

  const until = Date.now() + BOOT_MS
  while (!(await fetch(ready).catch(() => null))?.ok) {
    if (child.exitCode !== null || Date.now() > until) {
      await close()
      throw new Error(`${script} does not answer:\n${output}`)
    }
    await sleep(20)
  }

  return {
    usage: () => ask('usage'),
    /** Event loop delay since the last question: milliseconds, 99 %. */
    delayed: async () => (await ask('watch')).delayed,
    /** Bytes in use after a garbage collection. */
    memory: async () => (await ask('memory')).rss,
    close,
    /** Measures this server while others load it. @param work returns how many requests were answered. */
    async measure(work: () => Promise<number>): Promise<Sample> {
      const before = await ask('usage')
      const started = performance.now()
      const count = await work()
      const wall = (performance.now() - started) / 1000
      return { count, wall, cpu: (await ask('usage')).cpu - before.cpu }
    },
  }
}
