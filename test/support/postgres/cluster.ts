import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { appendFileSync, chownSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import { freePort } from '../ports.ts'
import { postgresPrograms, postgresUser } from './programs.ts'

const START_MS = 30_000
const SETTINGS = {
  unix_socket_directories: '',
  max_connections: '200',
  shared_buffers: '64MB',
  deadlock_timeout: '100ms',
}

export type Cluster = Awaited<ReturnType<typeof startCluster>>

/**
 * A PostgreSQL server in a temporary folder on a free port, durable like a real one.
 * @param how.host address to listen on. @param how.from makes the folder instead of `initdb`.
 * @param how.root where the folder is made, instead of the system's folder for temporary files.
 */
export async function startCluster(
  how: {
    host?: string
    port?: number
    root?: string | undefined
    /** Network namespace that the server runs in; needs root. */
    namespace?: string
    settings?: Record<string, string>
    from?: (folder: string, run: (program: string, ...args: string[]) => unknown) => void
  } = {},
) {
  const programs = postgresPrograms()
  if (!programs) throw new Error('PostgreSQL 15 or newer is needed (Debian: apt-get install postgresql)')
  const user = postgresUser()
  const folder = mkdtempSync(join(how.root ?? tmpdir(), 'erabu-postgres-'))
  if (user.uid !== undefined) chownSync(folder, user.uid, user.gid ?? user.uid)
  const run = (program: string, ...args: string[]) =>
    execFileSync(join(programs, program), args, { ...user, cwd: folder, stdio: 'pipe' })
  const data = join(folder, 'data')
  if (how.from) how.from(data, run)
  else run('initdb', '-D', data, '-A', 'trust', '-U', 'erabu', '-E', 'UTF8', '--no-locale', '--no-sync')

  const host = how.host ?? '127.0.0.1'
  if (how.host) appendFileSync(join(data, 'pg_hba.conf'), 'host all all samenet trust\n')
  const port = how.port ?? (await freePort())
  const urlOf = (database: string) => `postgres://erabu@${host}:${port}/${database}`
  const settings = { ...SETTINGS, listen_addresses: host, port: String(port), ...how.settings }
  const flags = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`])
  let output = ''
  let server: ChildProcess | null = null

  function spawnServer(): ChildProcess {
    const inside = how.namespace
      ? [
          'ip',
          'netns',
          'exec',
          how.namespace,
          'setpriv',
          `--reuid=${user.uid}`,
          `--regid=${user.gid}`,
          '--clear-groups',
        ]
      : []
    const [program = '', ...args] = [...inside, join(programs as string, 'postgres'), '-D', data, ...flags]
    const child = spawn(program, args, {
      ...(how.namespace ? {} : user),
      cwd: folder,
      stdio: ['ignore', 'ignore', 'pipe'],
    })
    child.stderr.on('data', (chunk: Buffer) => {
      output += chunk.toString()
    })
    return child
  }

  async function start(): Promise<void> {
    for (;;) {
      output = ''
      server = spawnServer()
      try {
        return await reachable()
      } catch (error) {
        // The processes of a killed server end one by one, and hold its memory until then.
        if (!output.includes('is still in use')) throw error
        await sleep(50)
      }
    }
  }

  async function reachable(): Promise<void> {
    const until = performance.now() + START_MS
    while (performance.now() < until && server?.exitCode === null) {
      if (await query(urlOf('postgres'), 'select 1').catch(() => null)) return
      await sleep(50)
    }
    throw new Error(`PostgreSQL does not answer:\n${output.slice(-2000)}`)
  }

  async function end(signal: NodeJS.Signals): Promise<void> {
    if (!server || server.exitCode !== null || server.signalCode !== null) return
    const ended = once(server, 'exit')
    server.kill(signal)
    await ended
  }

  await start()
  return {
    port,
    data,
    /** A new, empty database. */
    async createDatabase(): Promise<string> {
      const name = `world_${randomBytes(8).toString('hex')}`
      await query(urlOf('postgres'), `create database ${name}`)
      return urlOf(name)
    },
    /** Resolves when it answers. */
    reachable,
    query: (text: string) => query(urlOf('postgres'), text),
    /** Starts it again on its existing files. */
    start,
    /** Kills the server without any cleanup; its processes notice and end. */
    kill: () => end('SIGKILL'),
    /** Promotes a standby; resolves when it accepts writes. */
    async promote(): Promise<void> {
      await query(urlOf('postgres'), 'select pg_promote(true, 60)')
    },
    async close(): Promise<void> {
      await end('SIGINT')
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

/** Runs one statement on a connection of its own. */
export async function query(url: string, text: string): Promise<Record<string, unknown>[]> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 2000 })
  client.on('error', () => undefined)
  try {
    await client.connect()
    return (await client.query(text)).rows as Record<string, unknown>[]
  } finally {
    await client.end().catch(() => undefined)
  }
}
