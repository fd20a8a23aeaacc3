import { execFileSync } from 'node:child_process'
import { test } from 'vitest'

export const isRoot = process.getuid?.() === 0

/** Whether a command succeeds. */
export function works(program: string, ...args: string[]): boolean {
  try {
    execFileSync(program, args, { stdio: 'ignore' })
    return true
  } catch {
    return false
  }
}

/**
 * `test` where the machine has what it needs. Elsewhere the test is skipped, and one sentence says what is missing.
 * With CI=true it runs and fails, because nothing may be missing there.
 */
export function needing(what: string, has: () => boolean) {
  const missing = process.env.CI !== 'true' && !has()
  if (missing) console.warn(`Not shown here: ${what} is missing on this machine.`)
  return Object.assign(missing ? test.skip : test, { missing })
}
