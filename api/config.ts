import { BlockList, isIP } from 'node:net'
import { resolve } from 'node:path'
import { PRECISIONS, type Precision } from './contract/identifiers.ts'
import type { Pool } from './domain/pool.ts'

/** All settings that the process takes from its environment. */
export type Config = {
  production: boolean
  /** Our public origin, e.g. `https://erabu.example`: issuer, expected WebAuthn origin and source of the RP id. */
  origin: string
  /** Address to listen on. Loopback by default: a proxy in front ends TLS. */
  host: string
  port: number
  /** Our proxies, whose statement of a client's address is trusted. */
  proxies: BlockList
  /** Decisions in progress at once before the next is refused; half as many of everything else. */
  concurrency: number
  /** Port of health and metrics, loopback only; null: none. */
  opsPort: number | null
  /** How long an idle connection is kept. A proxy in front must close its own sooner. */
  keepAliveMs: number
  /** Most connections of this process to PostgreSQL: half for reading, half for writing. */
  connections: number
  /** PostgreSQL as the store; null: the embedded one. */
  databaseUrl: string | null
  /** Folder of the embedded store. */
  data: string
  /** Folder of the keys that `npm run keys` makes. */
  keys: string
  /** JSON file of the registered holders; null: none. */
  holders: string | null
  /** JSON file of the registered kiosks; null: none. */
  kiosks: string | null
  /** JSON file of the desks that take signed forms; null: none. */
  desks: string | null
  catalogue: string
  /** Folder of the built web. */
  web: string
  portalUrl: string
  portalSecret: string
  resolverUrl: string
  resolverSecret: string
  /** The identifiers in use: whose sealed subjects are taken. */
  schemes: Precision[]
  /** The issuer of the new identifier; empty: that is not in use. */
  issuerUrl: string
  issuerSecret: string
  /** Push services to which pushes may be sent (`push/endpoint-rule.ts`). */
  pushHosts: string[]
  tickMs: number
  /** How long changes of a database are held back, so that no time reveals who decided (`domain/pool.ts`). */
  pool: Pool
  logLevel: string
}

/** Thrown by `readConfig` with every fault of the environment, so that they can be corrected in one go. */
export class ConfigError extends Error {
  override name = 'ConfigError'
  readonly faults: string[]
  constructor(faults: string[]) {
    super(
      `The configuration has ${faults.length} fault(s):\n${faults.map((fault) => `  - ${fault}`).join('\n')}`,
    )
    this.faults = faults
  }
}

const here = import.meta.dirname

/** Hosts of a database that is reached without a network; empty: a socket. */
const LOOPBACK = /^(localhost|127\.0\.0\.1|\[::1\]|)$/

/** The push services of Chrome, Firefox, Safari and Edge. */
const PUSH_HOSTS = 'fcm.googleapis.com,*.push.services.mozilla.com,*.push.apple.com,*.notify.windows.com'
/** A name of at least two labels, as an address of IPv4 or a local name is not. */
const PUSH_HOST = /^(\*\.)?([a-z0-9-]+\.)+[a-z][a-z0-9-]*$/

/** Secrets of the mocks: publicly known, hence refused in production. */
const DEMO_SECRETS = {
  portal: 'demo-portal-secret',
  resolver: 'demo-resolver-secret',
  issuer: 'demo-resolver-secret',
}

/**
 * Reads the environment into a typed configuration.
 * @throws ConfigError naming all faults at once.
 */
export function readConfig(env: Record<string, string | undefined> = process.env): Config {
  const faults: string[] = []
  const production = env.NODE_ENV === 'production'

  const text = (name: string, fallback: string) => env[name] || fallback
  const whole = (name: string, fallback: number, min: number, max: number) => {
    const value = env[name] ? Number(env[name]) : fallback
    if (Number.isInteger(value) && value >= min && value <= max) return value
    faults.push(`${name} must be a whole number from ${min} to ${max}`)
    return fallback
  }
  const url = (name: string, fallback: string) => {
    const value = text(name, fallback)
    const parsed = URL.parse(value)
    if (!parsed || !/^https?:$/.test(parsed.protocol)) faults.push(`${name} must be an http(s) URL`)
    else if (production && parsed.protocol !== 'https:') faults.push(`${name} must be https in production`)
    return value.replace(/\/$/, '')
  }
  const secret = (name: string, demo: string) => {
    const value = text(name, demo)
    if (production && value === demo)
      faults.push(`${name} must be set in production, and not to the demo's secret`)
    return value
  }

  const database = (value: string) => {
    const parsed = URL.parse(value)
    if (!parsed || !/^postgres(ql)?:$/.test(parsed.protocol))
      faults.push('DATABASE_URL must be a postgres:// URL')
    else if (
      production &&
      !LOOPBACK.test(parsed.hostname) &&
      parsed.searchParams.get('sslmode') !== 'verify-full'
    )
      faults.push('DATABASE_URL must say sslmode=verify-full in production')
    return value
  }

  const networks = (name: string) => {
    const list = new BlockList()
    for (const network of text(name, '').split(',').filter(Boolean)) {
      const [, address = '', prefix] = /^\s*([^/\s]+)(?:\/(\d+))?\s*$/.exec(network) ?? []
      const [family, whole] = isIP(address) === 6 ? (['ipv6', 128] as const) : (['ipv4', 32] as const)
      try {
        list.addSubnet(address, Number(prefix ?? whole), family)
      } catch {
        faults.push(`${name} must list addresses and networks, such as 127.0.0.1,10.0.0.0/8`)
      }
    }
    // TLS ends at a proxy. If that proxy is not listed, all clients seem to have its address.
    if (production && list.rules.length === 0)
      faults.push(`${name} must name the proxies in front, in production`)
    return list
  }

  const pushHosts = (name: string) => {
    const entries = text(name, PUSH_HOSTS)
      .split(',')
      .map((entry) => entry.trim())
    if (entries.join() === 'none') return []
    const isOrigin = (entry: string) => !production && URL.parse(entry)?.origin === entry
    if (!entries.every((entry) => PUSH_HOST.test(entry) || isOrigin(entry)))
      faults.push(`${name} must be none, or list hosts of push services, such as push.example,*.push.example`)
    return entries
  }

  const schemes = (name: string) => {
    const entries = text(name, 'id5')
      .split(',')
      .map((entry) => entry.trim())
    const used = PRECISIONS.filter((scheme) => entries.includes(scheme))
    if (used.length !== entries.length)
      faults.push(`${name} must list some of ${PRECISIONS.join(', ')}, each once`)
    else if (!used.includes('id5') && (used.includes('id4') || !used.includes('kyotsu')))
      faults.push(`${name} must name id5 or kyotsu, and id5 where it names id4`)
    return used
  }

  const origin = url('ERABU_ORIGIN', 'http://localhost:3000')
  const parsed = URL.parse(origin)
  if (parsed && parsed.origin !== origin) faults.push('ERABU_ORIGIN must be an origin, without a path')
  if (parsed?.protocol === 'http:' && parsed.hostname !== 'localhost')
    faults.push('ERABU_ORIGIN must be https, or http://localhost: browsers offer passkeys nowhere else')

  const port = whole('ERABU_PORT', 3000, 1, 65535)
  const used = schemes('ERABU_SCHEMES')
  const tickMs = whole('ERABU_TICK_MS', 5000, 10, 3_600_000)
  const config: Config = {
    production,
    origin,
    host: text('ERABU_HOST', '127.0.0.1'),
    port,
    proxies: networks('ERABU_PROXIES'),
    concurrency: whole('ERABU_CONCURRENCY', 500, 1, 100_000),
    opsPort: env.ERABU_OPS_PORT ? whole('ERABU_OPS_PORT', 0, 1, 65535) : null,
    keepAliveMs: whole('ERABU_KEEP_ALIVE_S', 90, 1, 3600) * 1000,
    connections: whole('ERABU_DATABASE_CONNECTIONS', 32, 2, 1000),
    databaseUrl: env.DATABASE_URL ? database(env.DATABASE_URL) : null,
    data: resolve(text('ERABU_DATA', '.data')),
    keys: keysFolder(env),
    holders: env.ERABU_HOLDERS ? resolve(env.ERABU_HOLDERS) : null,
    kiosks: env.ERABU_KIOSKS ? resolve(env.ERABU_KIOSKS) : null,
    desks: env.ERABU_DESKS ? resolve(env.ERABU_DESKS) : null,
    catalogue: resolve(text('ERABU_CATALOGUE', `${here}/catalogue/databases.json`)),
    web: resolve(text('ERABU_WEB', `${here}/../web/dist`)),
    portalUrl: url('ERABU_PORTAL_URL', 'http://127.0.0.1:3001'),
    portalSecret: secret('ERABU_PORTAL_SECRET', DEMO_SECRETS.portal),
    resolverUrl: url('ERABU_RESOLVER_URL', 'http://127.0.0.1:3002'),
    resolverSecret: secret('ERABU_RESOLVER_SECRET', DEMO_SECRETS.resolver),
    schemes: used,
    issuerUrl: !used.includes('kyotsu')
      ? ''
      : url('ERABU_ISSUER_URL', `${text('ERABU_RESOLVER_URL', 'http://127.0.0.1:3002')}/issuer`),
    issuerSecret: !used.includes('kyotsu') ? '' : secret('ERABU_ISSUER_SECRET', DEMO_SECRETS.issuer),
    pushHosts: pushHosts('ERABU_PUSH_HOSTS'),
    tickMs,
    pool: {
      min: whole('ERABU_POOL_MIN', 20, 1, 10_000),
      maxMs: whole('ERABU_POOL_MAX_S', 3600, 0, 86_400) * 1000,
      allowMs: whole('ERABU_ALLOW_S', 172_800, 0, 604_800) * 1000,
      tickMs,
    },
    logLevel: text('ERABU_LOG', 'info'),
  }
  if (faults.length > 0) throw new ConfigError(faults)
  return config
}

/** The folder of the keys, also for `npm run keys`, which needs no other setting. */
export function keysFolder(env: Record<string, string | undefined> = process.env): string {
  return resolve(env.ERABU_KEYS || `${env.ERABU_DATA || '.data'}/keys`)
}
