import { type ChildProcess, spawn } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'

const READY_MS = 120_000
const ENDING_MS = 6000
const PARENT_MS = 1000
const WITH_PARENT = join(import.meta.dirname, 'with-parent.ts')
const MOVED_CLOCK = join(import.meta.dirname, 'moved-clock.ts')

/**
 * Runs the processes of the demo together: if one ends, all end, and the exit code says so. A signal, a closed
 * terminal and the end of npm also end all of them. Each notices when this process itself ends (`with-parent.ts`).
 * Their output is passed on line for line.
 */
export function createChildren() {
  const children: { name: string; child: ChildProcess }[] = []
  let ending: Promise<never> | null = null

  async function endAll(code: number): Promise<never> {
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
  /** Ends everything, once. The returned promise never resolves. */
  function end(code: number): Promise<never> {
    ending ??= endAll(code)
    return ending
  }
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => void end(0))
  // A closed terminal accepts no output; that is no reason to leave the other processes running.
  for (const stream of [process.stdout, process.stderr]) stream.on('error', () => void end(0))
  const above = ancestors()
  // A shell may exit and leave what it started; npm may not.
  if (process.env.npm_lifecycle_event)
    setInterval(() => ancestors() !== above && void end(0), PARENT_MS).unref()

  return {
    end,
    /** Starts `node <words>`; resolves when `url` answers. A child that cannot start ends everything. */
    async start(name: string, words: string[], env: Record<string, string>, url: string): Promise<void> {
      const clock = process.env.DEMO_CLOCK ? ['--import', MOVED_CLOCK] : []
      const child = spawn(process.execPath, ['--import', WITH_PARENT, ...clock, ...words], {
        env: { ...process.env, ...env },
        stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
      })
      children.push({ name, child })
      child.once('exit', (code, signal) => {
        if (ending) return
        console.error(`${name} has ended (${signal ?? `exit code ${code}`}): everything else ends with it`)
        void end(1)
      })
      const until = Date.now() + READY_MS
      let answer: Response | null = null
      while (!answer && Date.now() < until && !ending) {
        answer = await fetch(url, { signal: AbortSignal.timeout(1000) }).catch(() => null)
        if (!answer) await sleep(100)
      }
      if (!answer && !ending) {
        console.error(`${name} does not answer at ${url}`)
        void end(1)
      }
      // Never returns, so that nobody reports that everything runs.
      await ending
    },
  }
}

/** Our parent and, where the system has `/proc`, its parent: npm runs a script in a shell, which outlives npm. */
function ancestors(): string {
  const { ppid } = process
  try {
    const [, parent] = /^PPid:\s*(\d+)$/m.exec(readFileSync(`/proc/${ppid}/status`, 'utf8')) ?? []
    return `${ppid} ${parent}`
  } catch {
    return `${ppid}`
  }
}
