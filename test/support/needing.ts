import { execFileSync } from 'node:child_process'
import { test } from 'vitest'

export const isRoot = process.getuid?.() === 0

/** Whether a command ends well. */
export function works(program: string, ...args: string[]): boolean {
  try {
    execFileSync(program, args, { stdio: 'ignore' })
    return true
  } catch {
    return false
  }
}

/**
 * `test` where the machine has what it needs. Elsewhere one sentence says what is missing, and the test is skipped;
 * with CI=true it runs and fails, because there nothing may be missing.
 */
export function needing(what: string, has: () => boolean) {
  const missing = process.env.CI !== 'true' && !has()
  if (missing) console.warn(`Not shown here: ${what} is missing on this machine.`)
  return Object.assign(missing ? test.skip : test, { missing })
}
