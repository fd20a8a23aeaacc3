import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { ROOT } from './sources.ts'

/** Ends a command that should have ended and serves instead. */
const LIMIT_MS = 100_000

/** Runs one of the api's commands to its end, with only this environment. */
export function runCommand(
  script: `api/${string}.ts`,
  env: Record<string, string | undefined>,
  ...args: string[]
): Promise<{ code: number; said: string }> {
  return new Promise((resolve) => {
    const options = { cwd: ROOT, env: { PATH: process.env.PATH, ...env }, timeout: LIMIT_MS }
    execFile(process.execPath, [join(ROOT, script), ...args], options, (error, stdout, stderr) =>
      resolve({ code: typeof error?.code === 'number' ? error.code : error ? -1 : 0, said: stdout + stderr }),
    )
  })
}
