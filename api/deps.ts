import { randomBytes, randomInt, randomUUID } from 'node:crypto'
import { type Logger, pino } from 'pino'
import { type AuditAnchors, createAuditAnchors } from './audit/anchors.ts'
import { type AuditTrail, createAuditTrail } from './audit/trail.ts'
import { type AccessTokens, createAccessTokens } from './auth/access-tokens.ts'
import { type Databases, loadCatalogue } from './catalogue/load.ts'
import { loadTexts, type Texts } from './catalogue/texts.ts'
import type { Config } from './config.ts'
import { longestPool } from './domain/pool.ts'
import { createFeedBytes, type FeedBytes } from './feed/pages.ts'
import { createStatusLists, type StatusLists } from './feed/status-lists.ts'
import { createFeedSignal, type FeedSignal } from './feed/wake-ups.ts'
import { createLimits, type Limits, type Rates } from './http/limits.ts'
import { createRefusals, type Refusals } from './http/refused-requests.ts'
import { type Keys, loadKeys } from './keys/key-files.ts'
import { createSigner, type Signer } from './keys/signer.ts'
import { createPortal, type Portal } from './portal/portal.ts'
import { createResolver, type Resolver } from './portal/resolver.ts'
import { type Holders, loadHolders } from './registries/holders.ts'
import { type Kiosks, loadKiosks } from './registries/kiosks.ts'
import { carryOutStanding } from './services/catalogue-change.ts'
import { openPostgres } from './store/engine/postgres.ts'
import { openSqlite } from './store/engine/sqlite.ts'
import { createSetback, type Setback } from './store/setback.ts'
import type { Store } from './store/store.ts'
import { createTurns, type Turns } from './turns.ts'

/** Time and chance: passed in, so that a test can hold them still. */
export type Chance = {
  /** The wall clock: for what is told or stored. It may be set back. */
  now(): Date
  /** Milliseconds that only go forward, from any start: for how long something takes or waits. */
  monotonic(): number
  /** Random bytes. */
  bytes(length: number): Buffer
  /** 0 ≤ below(n) < n, uniform. */
  below(n: number): number
  /** UUID version 4. */
  id(): string
}

/** What the service is made of. */
export type Deps = {
  config: Config
  databases: Databases
  texts: Texts
  holders: Holders
  kiosks: Kiosks
  keys: Keys
  signer: Signer
  store: Store
  /** Which epoch it is, as the head of a feed says it. A restore begins one, and `setback` sees it. */
  epoch: { epoch?: string }
  /** When that restore was, in ms; null: the store was never restored. */
  restored: { at: number | null }
  setback: Setback
  audit: AuditTrail
  auditAnchors: AuditAnchors
  portal: Portal
  resolver: Resolver
  accessTokens: AccessTokens
  limits: Limits
  refusals: Refusals
  feedSignal: FeedSignal
  feedBytes: FeedBytes
  statusLists: StatusLists
  /** For whatever takes longer than a few milliseconds. */
  turns: Turns
  chance: Chance
  log: Logger
}

const chance: Chance = {
  now: () => new Date(),
  monotonic: () => performance.now(),
  bytes: (length) => randomBytes(length),
  below: (n) => randomInt(n),
  id: () => randomUUID(),
}

/**
 * Constructs everything; nothing else constructs.
 * @throws Error with one sentence about what is missing or wrong.
 */
export async function createDeps(
  config: Config,
  replace: Partial<Pick<Deps, 'chance' | 'log'> & { rates: Rates }> = {},
): Promise<Deps> {
  const time = replace.chance ?? chance
  const log =
    replace.log ?? pino({ level: config.logLevel, base: null, redact: ['*.jws', '*.token', '*.cookie'] })
  const keys = await loadKeys(config.keys)
  if (config.production && keys.demo)
    throw new Error(`${config.keys} holds the demo's keys: production refuses them`)
  const databases = await loadCatalogue(config.catalogue)
  const longest = longestPool(databases.all)
  if (config.pool.maxMs > longest)
    throw new Error(`ERABU_POOL_MAX_S must be at most ${longest / 1000}: a quarter of the smallest due_hours`)
  const holders = await loadHolders(config.holders, databases.ids)
  const opened = config.databaseUrl
    ? await openPostgres(config.databaseUrl, config.connections)
    : await openSqlite(config.data)
  const signer = createSigner(keys.signing)
  const epoch: Deps['epoch'] = {}
  const restored: Deps['restored'] = { at: null }
  const turns = createTurns()
  const setback = createSetback({ opened, epoch, restored, chance: time, config, log })
  const { store } = setback
  await setback.look()
  const kiosks = await loadKiosks(config.kiosks, keys.token)
  const audit = createAuditTrail({ chance: time, setback })
  await carryOutStanding({ store, databases, audit, keys, chance: time, config, log })
  const statusLists = createStatusLists({ store, setback, epoch, signer, chance: time, config })
  setback.recallWith(statusLists.knownClosed)
  return {
    config,
    databases,
    texts: await loadTexts(databases),
    holders,
    kiosks,
    keys,
    signer,
    store,
    epoch,
    restored,
    setback,
    audit,
    auditAnchors: createAuditAnchors({ store, signer, chance: time, config, log }),
    portal: createPortal({
      url: config.portalUrl,
      secret: config.portalSecret,
      redirectUri: `${config.origin}/api/portal/callback`,
      now: time.now,
    }),
    resolver: createResolver({
      url: config.resolverUrl,
      secret: config.resolverSecret,
      sealKey: keys.sealedSubject,
    }),
    accessTokens: createAccessTokens({ signer, config, chance: time }),
    limits: createLimits({ config, kiosks, chance: time }, replace.rates),
    refusals: createRefusals(),
    feedSignal: createFeedSignal(),
    feedBytes: createFeedBytes({ store, turns }, { saw: setback.saw }),
    statusLists,
    turns,
    chance: time,
    log,
  }
}
