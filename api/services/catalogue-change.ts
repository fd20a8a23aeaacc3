import type { Logger } from 'pino'
import type { AuditTrail } from '../audit/trail.ts'
import type { Databases } from '../catalogue/load.ts'
import { tokensDigest } from '../domain/audit.ts'
import type { Clock } from '../domain/clock.ts'
import { coveredBy, standingChoice } from '../domain/decision.ts'
import type { Random } from '../domain/random.ts'
import { dropSigned, inListOrder } from '../store/feeds/status-lists.ts'
import { lockLinkages, lockPeople } from '../store/locks.ts'
import { coveredPairs, noteCovered } from '../store/records/covered.ts'
import { changeListed, type LinkageWithToken, openWithStop } from '../store/records/linkages.ts'
import { partiesOf } from '../store/records/parties.ts'
import type { CoveredRow } from '../store/records/rows.ts'
import { scopeOf } from '../store/records/scopes.ts'
import { newestCovering, type Said } from '../store/records/standing.ts'
import type { Store } from '../store/store.ts'
import { stopAmong } from './identity/held.ts'
import type { Minter } from './minting.ts'

/** Linkages handled in one transaction. */
const SLICE = 500

/**
 * Applies standing decisions to what a changed catalogue covers for the first time: a database that has become
 * stoppable, or a purpose that was added. Call it before anything is served: until it resolves, a list may offer
 * records that a person has stopped.
 *
 * It can be interrupted and started again, and may run in several processes at once. A process that still runs on an
 * older catalogue registers by the coverage noted here. A process that starts with an older catalogue removes these
 * notes. It may then register as usable what the newer one stops, until a process with the newer one starts again.
 */
export async function carryOutStanding(deps: {
  store: Store
  databases: Databases
  audit: AuditTrail
  minting: Minter
  clock: Clock
  random: Random
  log: Logger
}): Promise<void> {
  const { store, databases, log } = deps
  const now = coveredBy(databases.all)
  const before = await store.read(coveredPairs)
  const more = without(now, before)
  const less = without(before, now)
  if (more.length + less.length === 0) return
  for (const pair of more) {
    const stopped = await stopStanding(deps, pair)
    if (stopped > 0)
      log.warn({ ...pair, stopped }, 'the catalogue covers more: standing stops were carried out')
  }
  if (less.length > 0) log.warn({ less }, 'the catalogue covers less than the one before')
  // Noted last, so that an interrupted start begins again.
  await store.transact((tx) => noteCovered(tx, { more, less }))
  // Covers what another process registered by an older catalogue before it could read the note.
  for (const pair of more) await stopStanding(deps, pair)
}

/** Goes through the open linkages of a database and purpose in slices. @returns how many were stopped. */
async function stopStanding(
  deps: Parameters<typeof carryOutStanding>[0],
  { database_id, purpose }: CoveredRow,
): Promise<number> {
  const { store, databases, audit, clock, random, minting } = deps
  const database = databases.find(database_id)
  if (!database) throw new Error(`no database ${database_id}`)
  let stopped = 0
  for (let after = ''; ; ) {
    const of = { database_id, purpose, after, limit: SLICE }
    const slice = await store.read((db) => openWithStop(db, of))
    if (slice.length === 0) return stopped
    after = slice.at(-1)?.id ?? after
    stopped += await store.transact(async (tx) => {
      const at = clock.now().getTime()
      const ids = slice.map(({ id }) => id)
      const parties = await partiesOf(tx, ids)
      const others = [...parties.values()].flat().map(({ subject }) => subject)
      await lockPeople(tx, [...slice.map(({ subject }) => subject), ...others])
      await lockLinkages(tx, ids)
      const newest = await newestCovering(tx, ids, { database_id, purpose })
      const stopOf = async (linkage: LinkageWithToken): Promise<Said | null> => {
        const made = (newest.get(linkage.id) ?? []).map((row) => ({ ...row, scope: scopeOf(row) }))
        const own = standingChoice(made, database, purpose)
        if (own?.choice === 'stop') return own
        return stopAmong(tx, databases, parties.get(linkage.id) ?? [], linkage)
      }
      // Read again under the locks: a person who has decided meanwhile needs nothing more.
      const open: { linkage: LinkageWithToken; stop: Said }[] = []
      for (const linkage of await openWithStop(tx, { ...of, after: '', limit: SLICE, only: ids })) {
        const stop = await stopOf(linkage)
        if (stop) open.push({ linkage, stop })
      }
      if (open.length === 0) return 0
      const inOrder = inListOrder(open.map((one) => ({ ...one.linkage, ...one })))
      await minting.revokeEach(
        tx,
        inOrder.map(({ linkage, stop }) => ({ linkage, made: stop })),
        at,
      )
      // Listed at once, without waiting for a round: the time reveals only that the catalogue has changed.
      const told = open.map(({ linkage }) => linkage).filter(({ listed }) => listed !== 'hidden')
      await changeListed(tx, inListOrder<LinkageWithToken>(told), { listed: 'revoked' })
      await dropSigned(tx, told)
      const digest = tokensDigest(open.map(({ linkage }) => linkage.token))
      await audit.record(tx, { kind: 'covered', reference: random.id(), digest })
      return open.length
    })
  }
}

const without = (all: CoveredRow[], known: CoveredRow[]): CoveredRow[] =>
  all.filter(
    ({ database_id, purpose }) =>
      !known.some((other) => other.database_id === database_id && other.purpose === purpose),
  )
