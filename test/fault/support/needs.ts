import { isRoot, needing, works } from '../../support/needing.ts'
import { postgresPrograms } from '../../support/postgres/programs.ts'
import { nginxProgram, pgbouncerProgram } from './proxies.ts'

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
