import { randomBytes, randomInt, randomUUID } from 'node:crypto'
import { type Logger, pino } from 'pino'
import { type AuditAnchors, createAuditAnchors } from './audit/anchors.ts'
import { type AuditTrail, createAuditTrail } from './audit/trail.ts'
import { createAccessTokens } from './auth/access-tokens.ts'
import { createChallenges } from './auth/challenges.ts'
import { createDeskRights } from './auth/desk/rights.ts'
import { createDeskSessions } from './auth/desk/sessions.ts'
import { kioskOf } from './auth/kiosk.ts'
import { createKioskReturns } from './auth/kiosk-returns.ts'
import { createSessionLife } from './auth/session-life.ts'
import { createSessionRights } from './auth/session-rights.ts'
import { createSessions } from './auth/sessions.ts'
import { type Databases, loadCatalogue } from './catalogue/load.ts'
import { loadTexts, type Texts } from './catalogue/texts.ts'
import type { Config } from './config.ts'
import { selfFromAge } from './domain/acting.ts'
import type { Clock } from './domain/clock.ts'
import { longestPool } from './domain/pool.ts'
import type { Random } from './domain/random.ts'
import { createFeedPages } from './feed/pages.ts'
import { createPublisher } from './feed/publisher.ts'
import { createRedelivery } from './feed/redelivery.ts'
import { createStatusLists, type StatusLists } from './feed/status-lists.ts'
import { createStreamEvents } from './feed/stream-events.ts'
import { createWakeUps } from './feed/wake-ups.ts'
import { createLimits, type Limits, type Rates } from './http/limits.ts'
import { createRefusedRequests, type RefusedRequests } from './http/refused-requests.ts'
import { type Keys, loadKeys } from './keys/key-files.ts'
import { createSigner, type Signer } from './keys/signer.ts'
import { createIdentification, type Identification } from './portal/identification.ts'
import { createPortal, type Portal } from './portal/portal.ts'
import { id4Source } from './portal/sources/id4.ts'
import { id5Source } from './portal/sources/id5.ts'
import { kyotsuSource } from './portal/sources/kyotsu.ts'
import { createPusher } from './push/pusher.ts'
import { createSubscriptionSeal } from './push/sealed-subscription.ts'
import { createPushSender } from './push/sender.ts'
import { type Desks, loadDesks } from './registries/desks.ts'
import { type Holders, loadHolders } from './registries/holders.ts'
import { type Kiosks, loadKiosks } from './registries/kiosks.ts'
import { createActing } from './services/acting/acting.ts'
import { createKeptDecisions } from './services/acting/kept.ts'
import { type CarryOut, createCarryOut } from './services/carry-out.ts'
import { createCaseAnswers } from './services/cases/answers.ts'
import { createAskedCases } from './services/cases/asked.ts'
import { createCases } from './services/cases/found.ts'
import { carryOutStanding } from './services/catalogue-change.ts'
import { createDecisions } from './services/decisions.ts'
import { createDeskConfirmations } from './services/desk/confirmations.ts'
import { createDeskEntries } from './services/desk/entries.ts'
import { createDeskInvitations } from './services/desk/invitations.ts'
import { createDeskReturns } from './services/desk/returns.ts'
import { createDeskKeys } from './services/desk/sign-in.ts'
import { createKin, type Kin } from './services/identity/kin.ts'
import { createKinEnd } from './services/identity/kin-end.ts'
import { requireKnown } from './services/identity/known-by.ts'
import { createRoots, type Roots } from './services/identity/roots.ts'
import { createKioskService } from './services/kiosks.ts'
import { createLinkages } from './services/linkages.ts'
import { createReadMessages } from './services/messages/read.ts'
import { createMinting, type Minter } from './services/minting.ts'
import { createOutcomes } from './services/outcomes.ts'
import { createPasskeyRegistration } from './services/passkey-registration.ts'
import { createPasskeys } from './services/passkeys.ts'
import { createProgress } from './services/progress.ts'
import { createProjects } from './services/projects.ts'
import { createProofing } from './services/proofing.ts'
import { createPushSubscriptions } from './services/push-subscriptions.ts'
import { createSafety } from './services/safety/safety.ts'
import { createSignIn } from './services/sign-in.ts'
import { createStreams } from './services/streams.ts'
import { createUsageReports } from './services/usage-reports.ts'
import { openPostgres } from './store/engine/postgres.ts'
import { openSqlite } from './store/engine/sqlite.ts'
import { createSetback, type EpochSeen, type RestoreSeen, type Setback } from './store/setback.ts'
import type { Store } from './store/store.ts'
import { createTurns, type Turns } from './turns.ts'

/** What the services are built from: settings, registries, the store and the clients of external systems. */
export type Parts = {
  config: Config
  databases: Databases
  texts: Texts
  holders: Holders
  kiosks: Kiosks
  desks: Desks
  keys: Keys
  signer: Signer
  store: Store
  epoch: EpochSeen
  restored: RestoreSeen
  setback: Setback
  audit: AuditTrail
  auditAnchors: AuditAnchors
  portal: Portal
  identification: Identification
  roots: Roots
  kin: Kin
  minting: Minter
  carryOut: CarryOut
  statusLists: StatusLists
  refusedRequests: RefusedRequests
  limits: Limits
  /** For work that takes longer than a few milliseconds. */
  turns: Turns
  clock: Clock
  random: Random
  log: Logger
}

/** Everything that exists. Only code that serves requests or starts the process knows all of it. */
export type Deps = Parts & ReturnType<typeof createServices>

const systemClock: Clock = { now: () => new Date(), monotonic: () => performance.now() }
const systemRandom: Random = {
  bytes: (length) => randomBytes(length),
  below: (n) => randomInt(n),
  id: () => randomUUID(),
}

/**
 * Constructs everything; nothing else constructs.
 * @param replace parts that a test replaces or observes.
 * @throws Error with one sentence about what is missing or wrong.
 */
export async function createDeps(
  config: Config,
  replace: Partial<Pick<Deps, 'clock' | 'random' | 'log'> & { rates: Rates }> = {},
): Promise<Deps> {
  const { clock = systemClock, random = systemRandom } = replace
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
  const { store, setback, epoch, restored } = await openStore(config, { clock, log })
  await requireKnown(store, keys, config).catch(async (error: unknown) => {
    await store.close()
    throw error
  })
  const kiosks = await loadKiosks(config.kiosks, keys.draws)
  const desks = await loadDesks(config.desks)
  const audit = createAuditTrail({ clock, random, setback })
  const minting = createMinting({ keys, random, config })
  await carryOutStanding({ store, databases, audit, minting, clock, random, log })

  const signer = createSigner(keys.signing)
  const statusLists = createStatusLists({ store, setback, epoch, signer, clock, config })
  setback.recallWith(statusLists.knownClosed)
  const portal = createPortal({
    url: config.portalUrl,
    secret: config.portalSecret,
    redirectUri: `${config.origin}/api/portal/callback`,
    selfFromAge: selfFromAge(databases.all),
    now: clock.now,
  })
  const sources = {
    id5: id5Source({ url: config.resolverUrl, secret: config.resolverSecret }),
    kyotsu: kyotsuSource(
      { url: config.issuerUrl, secret: config.issuerSecret },
      { besideId5: config.schemes.includes('id5') },
    ),
    id4: id4Source,
  }
  const identification = createIdentification({
    sources: config.schemes.map((scheme) => sources[scheme]),
    sealKey: keys.sealedSubject,
  })
  return withServices({
    config,
    databases,
    texts: await loadTexts(databases),
    holders,
    kiosks,
    desks,
    keys,
    signer,
    store,
    epoch,
    restored,
    setback,
    audit,
    auditAnchors: createAuditAnchors({ store, signer, clock, config, log }),
    portal,
    identification,
    roots: createRoots({ keys }),
    kin: createKin({ audit, random, databases, minting }),
    minting,
    carryOut: createCarryOut({ databases, minting }),
    statusLists,
    refusedRequests: createRefusedRequests(),
    limits: createLimits({ config, clock, random, kioskOf: (c) => kioskOf(c, kiosks) }, replace.rates),
    turns: createTurns(),
    clock,
    random,
    log,
  })
}

/** Opens the configured store, and notices from now on whether it goes back. */
async function openStore(config: Config, { clock, log }: { clock: Clock; log: Logger }) {
  const opened = config.databaseUrl
    ? await openPostgres(config.databaseUrl, config.connections)
    : await openSqlite(config.data)
  const epoch: EpochSeen = {}
  const restored: RestoreSeen = { at: null }
  const setback = createSetback({ opened, epoch, restored, clock, config, log })
  await setback.look()
  return { store: setback.store, setback, epoch, restored }
}

/** For a command: only what answers cases, in a store that no other process keeps to itself. */
export async function openCaseAnswers(config: Config) {
  const [clock, random] = [systemClock, systemRandom]
  const { store, setback } = await openStore(config, { clock, log: pino({ level: 'error', base: null }) })
  const audit = createAuditTrail({ clock, random, setback })
  const kinEnd = createKinEnd({ random })
  return { caseAnswers: createCaseAnswers({ store, audit, clock, kinEnd }), close: () => store.close() }
}

/** For a command: only what invites and blocks staff of desks, in a store that no other process keeps to itself. */
export async function openDeskInvitations(config: Config) {
  const [clock, random] = [systemClock, systemRandom]
  const { store, setback } = await openStore(config, { clock, log: pino({ level: 'error', base: null }) })
  const audit = createAuditTrail({ clock, random, setback })
  const invitations = createDeskInvitations({ store, audit, clock, random })
  return { invitations, close: () => store.close() }
}

/** For a command that changes keys: a store that no other process keeps to itself. */
export async function openForKeys(config: Config) {
  const { store } = await openStore(config, {
    clock: systemClock,
    log: pino({ level: 'error', base: null }),
  })
  return { store, close: () => store.close() }
}

/** The parts with the services built on them. */
export const withServices = (parts: Parts): Deps => ({ ...parts, ...createServices(parts) })

function createServices(parts: Parts) {
  const { config, store, clock, random, kiosks, turns } = parts
  const life = createSessionLife({ kiosks, clock })
  const rights = createSessionRights({ store, clock, random, life })
  const challenges = createChallenges({ config, store, clock, random })
  const kioskReturns = createKioskReturns({ kiosks, store, clock, random })
  const wakeUps = createWakeUps()
  const redelivery = createRedelivery(clock.monotonic)
  const streamEvents = createStreamEvents({ ...parts, wakeUps })
  const push = {
    sender: createPushSender(parts),
    seal: createSubscriptionSeal(parts.keys.push.secret, random),
  }
  const cases = createCases(parts)
  const deskRights = createDeskRights(parts)
  const desk = { ...parts, challenges, deskRights }
  const signedIn = { ...parts, life, rights, challenges, kioskReturns }
  const acting = createActing(signedIn)
  const patients = { ...signedIn, acting }
  return {
    accessTokens: createAccessTokens(parts),
    sessions: createSessions(patients),
    challenges,
    acting,
    keptDecisions: createKeptDecisions(patients),
    kioskReturns,
    signIn: createSignIn(patients),
    proofing: createProofing(patients),
    passkeyRegistration: createPasskeyRegistration(patients),
    passkeys: createPasskeys(patients),
    decisions: createDecisions(patients),
    kioskService: createKioskService(patients),
    deskRights,
    deskSessions: createDeskSessions(desk),
    deskKeys: createDeskKeys(desk),
    deskInvitations: createDeskInvitations(parts),
    deskEntries: createDeskEntries(desk),
    deskConfirmations: createDeskConfirmations(desk),
    deskReturns: createDeskReturns(desk),
    linkages: createLinkages(parts),
    outcomes: createOutcomes(parts),
    projects: createProjects(parts),
    cases,
    askedCases: createAskedCases(patients),
    caseAnswers: createCaseAnswers({ ...parts, kinEnd: createKinEnd(parts) }),
    readMessages: createReadMessages(patients),
    usageReports: createUsageReports(parts),
    progress: createProgress({ ...parts, redelivery, wakeUps }),
    streams: createStreams({ ...parts, streamEvents, wakeUps }),
    streamEvents,
    wakeUps,
    redelivery,
    feedPages: createFeedPages({ store, turns }, { saw: parts.setback.saw }),
    publisher: createPublisher({ ...parts, cases, wakeUps, streamEvents }),
    safety: createSafety(patients),
    pushSender: push.sender,
    pushSubscriptions: createPushSubscriptions({ ...patients, ...push }),
    pusher: createPusher({ ...parts, ...push }),
  }
}
