import { execFileSync } from 'node:child_process'
import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'

/** Folders of PostgreSQL's programs, besides the PATH. */
const HOMES = [
  '/usr/lib/postgresql',
  '/usr/local/opt',
  '/opt/homebrew/opt',
  '/usr/pgsql-15',
  '/usr/local/pgsql',
]

/** Folder of `initdb`, `postgres` and `pg_basebackup`; null: this machine has no PostgreSQL 15 or newer. */
export function postgresPrograms(): string | null {
  const paths = (process.env.PATH ?? '').split(':')
  const homes = HOMES.filter(existsSync).flatMap((home) => [
    join(home, 'bin'),
    ...readdirSync(home).map((version) => join(home, version, 'bin')),
  ])
  return [...paths, ...homes].filter(isNewEnough).sort().at(-1) ?? null
}

function isNewEnough(folder: string): boolean {
  if (!['initdb', 'postgres', 'pg_basebackup'].every((program) => existsSync(join(folder, program))))
    return false
  const version = execFileSync(join(folder, 'postgres'), ['--version'], { encoding: 'utf8' })
  return Number(/\d+/.exec(version)?.[0]) >= 15
}

/** PostgreSQL does not run as root: then its programs run as the user of its package, or as nobody. */
export function postgresUser(): { uid?: number; gid?: number } {
  if (process.getuid?.() !== 0) return {}
  const idOf = (flag: string) => {
    try {
      return Number(execFileSync('id', [flag, 'postgres'], { encoding: 'utf8', stdio: 'pipe' }))
    } catch {
      return 65_534
    }
  }
  return { uid: idOf('-u'), gid: idOf('-g') }
}
