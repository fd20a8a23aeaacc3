import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { chmodSync, existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { freePort } from '../../support/ports.ts'
import { postgresUser } from '../../support/postgres/programs.ts'

const START_MS = 30_000

/** Packages install these where only root's PATH has them. */
const program = (name: string): string | null =>
  [...(process.env.PATH ?? '').split(':'), '/usr/sbin', '/usr/local/sbin']
    .map((folder) => join(folder, name))
    .find(existsSync) ?? null

export const nginxProgram = () => program('nginx')
export const pgbouncerProgram = () => program('pgbouncer')

/** Runs a server on a free port, with a configuration made for it. `close` ends it. */
async function startProxy(
  path: string | null,
  argsOf: (folder: string) => string[],
  configOf: (port: number, folder: string) => string,
  user: { uid?: number; gid?: number } = {},
) {
  if (!path) throw new Error('the proxy is not installed')
  const folder = mkdtempSync(join(tmpdir(), 'erabu-proxy-'))
  chmodSync(folder, 0o777)
  const port = await freePort()
  writeFileSync(join(folder, 'proxy.conf'), configOf(port, folder), { mode: 0o644 })
  const child = spawn(path, argsOf(folder), { cwd: folder, stdio: ['ignore', 'pipe', 'pipe'], ...user })
  let output = ''
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (chunk: Buffer) => {
      output += chunk.toString()
    })
  const until = performance.now() + START_MS
  while (!(await listens(port))) {
    if (performance.now() > until || child.exitCode !== null)
      throw new Error(`no proxy:\n${output.slice(-2000)}`)
    await sleep(20)
  }
  return {
    port,
    output: () => output,
    async close(): Promise<void> {
      await end(child)
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  const ended = once(child, 'exit')
  child.kill('SIGTERM')
  await ended
}

const listens = (port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1')
    socket.once('connect', () => resolve(true)).once('error', () => resolve(false))
    socket.once('connect', () => socket.destroy())
  })

/** nginx in front of an api, configured as in `api/README.md`. @param blocks the content of `http`. */
export const startNginx = (blocks: (port: number) => string) =>
  startProxy(
    nginxProgram(),
    (folder) => ['-p', folder, '-c', 'proxy.conf', '-e', 'stderr'],
    (port, folder) =>
      [
        'daemon off;',
        'master_process off;',
        `pid ${folder}/nginx.pid;`,
        'events {}',
        'http {',
        '  access_log off;',
        ...['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map(
          (name) => `  ${name}_temp_path ${folder}/${name};`,
        ),
        blocks(port),
        '}',
      ].join('\n'),
  )

/** PgBouncer in front of a server on loopback, with sessions kept, as in `api/store/README.md`. */
export const startPgBouncer = (server: number) =>
  startProxy(
    pgbouncerProgram(),
    () => ['proxy.conf'],
    (port) =>
      [
        '[databases]',
        `* = host=127.0.0.1 port=${server} user=erabu`,
        '[pgbouncer]',
        'listen_addr = 127.0.0.1',
        `listen_port = ${port}`,
        'unix_socket_dir =',
        'auth_type = any',
        'pool_mode = session',
        'default_pool_size = 40',
      ].join('\n'),
    postgresUser(),
  )
