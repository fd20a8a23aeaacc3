import { execFileSync } from 'node:child_process'
import { test } from 'vitest'
import { postgresPrograms } from '../../support/postgres/programs.ts'
import { nginxProgram, pgbouncerProgram } from './proxies.ts'

const isRoot = process.getuid?.() === 0

/** Whether a command ends well. */
function works(program: string, ...args: string[]): boolean {
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
function needing(what: string, has: () => boolean) {
  const missing = process.env.CI !== 'true' && !has()
  if (missing) console.warn(`Not shown here: ${what} is missing on this machine.`)
  return Object.assign(missing ? test.skip : test, { missing })
}

export const postgresTest = needing('PostgreSQL 15 or newer', () => postgresPrograms() !== null)
export const nginxTest = needing('nginx', () => nginxProgram() !== null)
export const pgbouncerTest = needing(
  'PgBouncer, or PostgreSQL 15 or newer',
  () => pgbouncerProgram() !== null && postgresPrograms() !== null,
)
export const straceTest = needing('strace (and the right to trace)', () =>
  works('strace', '-o', '/dev/null', 'true'),
)
export const tmpfsTest = needing('the right to mount a tmpfs', () => isRoot && works('unshare', '-m', 'true'))
export const netnsTest = needing(
  'PostgreSQL 15 or newer, or the right to make network namespaces',
  () => postgresPrograms() !== null && isRoot && works('unshare', '-n', 'ip', 'link'),
)
