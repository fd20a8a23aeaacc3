import { type ChildProcess, spawn } from 'node:child_process'
import { setTimeout as sleep } from 'node:timers/promises'

const READY_MS = 60_000
const ENDING_MS = 6000

/**
 * Runs the processes of the demo together: if one ends, all end, and the exit code says so.
 * Their output is passed on line for line.
 */
export function createChildren() {
  const children: { name: string; child: ChildProcess }[] = []
  let ending = false

  async function end(code: number): Promise<never> {
    ending = true
    for (const { child } of children) child.kill('SIGTERM')
    const ended = Promise.all(
      children.map(
        ({ child }) =>
          child.exitCode ?? child.signalCode ?? new Promise((resolve) => child.once('exit', resolve)),
      ),
    )
    await Promise.race([ended, sleep(ENDING_MS)])
    for (const { child } of children) child.kill('SIGKILL')
    process.exit(code)
  }
  process.on('SIGINT', () => void end(0))
  process.on('SIGTERM', () => void end(0))

  return {
    end,
    /** Starts `node <words>`; resolves when `url` answers. A child that cannot start ends everything. */
    async start(name: string, words: string[], env: Record<string, string>, url: string): Promise<void> {
      const child = spawn(process.execPath, words, {
        env: { ...process.env, ...env },
        stdio: ['ignore', 'inherit', 'inherit'],
      })
      children.push({ name, child })
      child.once('exit', (code, signal) => {
        if (ending) return
        console.error(`${name} has ended (${signal ?? `exit code ${code}`}): everything else ends with it`)
        void end(1)
      })
      const until = Date.now() + READY_MS
      while (Date.now() < until && !ending) {
        const answer = await fetch(url, { signal: AbortSignal.timeout(1000) }).catch(() => null)
        if (answer) return
        await sleep(100)
      }
      if (!ending) {
        console.error(`${name} does not answer at ${url}`)
        await end(1)
      }
    },
  }
}
