import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import {
  chownSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { freePort } from '../../support/ports.ts'
import { postgresPrograms, postgresUser } from '../../support/postgres/programs.ts'
import { ROOT } from '../../support/sources.ts'
import { type Link, startLink } from './link.ts'
import { withDescendants } from './processes.ts'

const NAMES = ['a', 'b', 'c'] as const
const START_MS = 120_000
/**
 * With etcd's API 3, Patroni 3.0.2 overwrites the leader key of another node. This one is known not to (README of the
 * store).
 */
const SAFE_WITH_API_3 = [4, 0, 7]

/** The indented blocks of the store's README, used verbatim: this test tries the advice itself. */
function advised(first: string): string {
  const lines = readFileSync(join(ROOT, 'api/store/README.md'), 'utf8').split('\n')
  const from = lines.findIndex((line) => line.startsWith(`    ${first}`))
  if (from < 0) throw new Error(`README has no block that begins with ${first}`)
  const rest = lines.slice(from)
  const end = rest.findIndex((line) => !line.startsWith('    '))
  return rest
    .slice(0, end)
    .map((line) => line.slice(4))
    .join('\n')
}

/** The version of the Patroni on the PATH, and the section of its configuration that is safe with it. */
function patroniProgram() {
  const said = execFileSync('patroni', ['--version'], { encoding: 'utf8' }).trim()
  const version = said.match(/\d+/g)?.map(Number) ?? []
  const differs = SAFE_WITH_API_3.findIndex((part, index) => part !== version[index])
  const isSafe = differs < 0 || (version[differs] ?? 0) > (SAFE_WITH_API_3[differs] ?? 0)
  return { version: `P${said.slice(1)} and etcd's API ${isSafe ? 3 : 2}`, etcd: isSafe ? 'etcd3' : 'etcd' }
}

type Node = {
  name: (typeof NAMES)[number]
  port: number
  rest: number
  folder: string
  child: ChildProcess
  /** To etcd, and from the other nodes to PostgreSQL and Patroni here. Clients and the proxy use no link. */
  links: Link[]
}

/** Three nodes of Patroni with etcd and HAProxy on loopback, as the README of the store advises. */
export async function startPatroni() {
  const programs = postgresPrograms()
  if (!programs) throw new Error('PostgreSQL 15 or newer is needed')
  const user = postgresUser()
  const patroni = patroniProgram()
  const folder = mkdtempSync(join(tmpdir(), 'erabu-patroni-'))
  const own = (path: string) => user.uid !== undefined && chownSync(path, user.uid, user.gid ?? user.uid)
  own(folder)
  const children: ChildProcess[] = []
  const run = (name: string, program: string, ...args: string[]): ChildProcess => {
    const log = openSync(join(folder, `${name}.log`), 'a')
    const env = { PATH: `${programs}:${process.env.PATH}`, HOME: folder, LANG: 'C.UTF-8' }
    const child = spawn(program, args, { ...user, cwd: folder, env, stdio: ['ignore', log, log] })
    children.push(child)
    return child
  }

  const [etcd, peer, front] = [await freePort(), await freePort(), await freePort()]
  const client = `http://127.0.0.1:${etcd}`
  const between = `http://127.0.0.1:${peer}`
  run(
    'etcd',
    'etcd',
    ...[
      '--data-dir',
      join(folder, 'etcd'),
      '--listen-client-urls',
      client,
      '--advertise-client-urls',
      client,
    ],
    ...['--listen-peer-urls', between, '--initial-advertise-peer-urls', between],
    ...['--initial-cluster', `default=${between}`, ...(patroni.etcd === 'etcd' ? ['--enable-v2'] : [])],
  )

  const hasWatchdog = existsSync('/dev/watchdog')
  if (!hasWatchdog) console.warn('Not shown here: what the watchdog does. This machine has no /dev/watchdog.')
  const watchdog = advised('watchdog:').replace('required', hasWatchdog ? 'required' : 'off')
  const nodes: Node[] = []
  for (const name of NAMES) {
    const [port, rest] = [await freePort(), await freePort()]
    const links = await Promise.all([etcd, port, rest].map(startLink))
    const [toEtcd, toData, toRest] = links.map((link) => link.port)
    const home = join(folder, name)
    mkdirSync(home)
    own(home)
    const text = `${advised('bootstrap:')}
  initdb: [ { encoding: UTF8 }, { locale: C.UTF-8 } ]
scope: erabu
name: ${name}
restapi: { listen: "127.0.0.1:${rest}", connect_address: "127.0.0.1:${toRest}" }
${patroni.etcd}: { hosts: [ "127.0.0.1:${toEtcd}" ], use_proxies: true }
${watchdog}
postgresql:
  listen: "127.0.0.1:${port}"
  connect_address: "127.0.0.1:${toData}"
  data_dir: ${join(home, 'data')}
  bin_dir: ${programs}
  pgpass: ${join(home, 'pgpass')}
  parameters: { unix_socket_directories: "", max_connections: 200 }
  pg_hba: [ "host all all 127.0.0.1/32 trust", "host replication all 127.0.0.1/32 trust" ]
  authentication:
    superuser: { username: postgres, password: p }
    replication: { username: replicator, password: p }
    rewind: { username: rewinder, password: p }
`
    const file = join(home, 'patroni.yml')
    writeFileSync(file, text)
    nodes.push({ name, port, rest, folder: home, child: run(name, 'patroni', file), links })
  }

  let backend = advised('backend erabu')
  nodes.forEach(({ port, rest }, index) => {
    backend = backend.replace(
      `10.0.0.${index + 1}:5432 check port 8008`,
      `127.0.0.1:${port} check port ${rest}`,
    )
  })
  const proxy = join(folder, 'haproxy.cfg')
  writeFileSync(
    proxy,
    `defaults
  mode tcp
  timeout connect 2s
  timeout client 30m
  timeout server 30m
frontend postgres
  bind 127.0.0.1:${front}
  default_backend erabu
${backend}
`,
  )
  run('haproxy', 'haproxy', '-db', '-f', proxy)

  const isPrimary = async ({ rest }: Node) =>
    (await fetch(`http://127.0.0.1:${rest}/primary`, { signal: AbortSignal.timeout(2000) }).catch(() => null))
      ?.status === 200

  async function leader(except?: Node): Promise<Node> {
    const until = performance.now() + START_MS
    while (performance.now() < until) {
      for (const node of nodes) if (node !== except && (await isPrimary(node))) return node
      await sleep(200)
    }
    throw new Error(`nobody leads:\n${NAMES.map((name) => logOf(name).slice(-1500)).join('\n')}`)
  }
  const logOf = (name: string) => readFileSync(join(folder, `${name}.log`), 'utf8')

  /** Patroni, PostgreSQL and every backend of a node. */
  function processesOf(node: Node): number[] {
    const roots = node.child.pid === undefined ? [] : [node.child.pid]
    try {
      roots.push(Number(readFileSync(join(node.folder, 'data/postmaster.pid'), 'utf8').split('\n')[0]))
    } catch {}
    return withDescendants(roots)
  }

  return {
    version: patroni.version,
    nodes,
    leader,
    isPrimary,
    others: (node: Node) => nodes.filter((one) => one !== node),
    logOf,
    proxy: front,
    signal(node: Node, signal: NodeJS.Signals): void {
      for (const pid of processesOf(node))
        try {
          process.kill(pid, signal)
        } catch {}
    },
    /**
     * Clients still reach the node; etcd and the other nodes do not. The node notices by itself: without etcd it
     * knows no leader.
     */
    cut: (node: Node) => node.links.forEach((link) => void link.cut()),
    join: (node: Node) => node.links.forEach((link) => void link.join()),
    members: async (): Promise<{ name: string; role: string; state: string; lag?: number }[]> => {
      for (const { rest } of nodes) {
        const answer = await fetch(`http://127.0.0.1:${rest}/cluster`, {
          signal: AbortSignal.timeout(2000),
        }).catch(() => null)
        if (answer?.ok) return ((await answer.json()) as { members: [] }).members
      }
      return []
    },
    async close(): Promise<void> {
      for (const node of nodes) {
        const pids = processesOf(node)
        for (const pid of pids)
          for (const signal of ['SIGKILL', 'SIGCONT'] as const)
            try {
              process.kill(pid, signal)
            } catch {}
      }
      for (const child of children) child.kill('SIGKILL')
      for (const link of nodes.flatMap(({ links }) => links)) link.close()
      await sleep(500)
      rmSync(folder, { recursive: true, force: true, maxRetries: 5 })
    },
  }
}
