import { createHash } from 'node:crypto'
import canonicalize from 'canonicalize'
import type { Database, PublicDatabase, Purpose } from '../contract/catalogue.ts'
import type { TokenState } from '../contract/holder.ts'
import type { Choice, Decision, Effect, EffectReason, LinkageState, Scope } from '../contract/patient.ts'
import { availability } from './linkage.ts'

/** The members of a recorded decision that the rules use. */
export type Recorded = { choice: Choice; scope: Scope; ordinal: number }

/** The current state of a linkage. */
export type LinkageNow = {
  database_id: string
  purpose: Purpose
  state: TokenState
  notified_on: string | null
  /** Somebody else whose record it may be stops it: an allow does not open it. */
  held?: boolean
}

/** True where a decision made here takes effect: the law lets a patient stop it, and its holder reads our feed. */
export const isStoppable = (database: Database): boolean =>
  database.feed && (database.opt_out === 'available' || database.opt_out === 'by-consent')

/** A database as a catalogue describes it when it can be stopped. */
export const stoppable = (database: Database): Database =>
  isStoppable(database) ? database : { ...database, feed: true, opt_out: 'available' }

/** The public view of a database. */
export function publicDatabase(database: Database): PublicDatabase {
  const { former_names, feed, ...entry } = database
  return { ...entry, stoppable: isStoppable(database) }
}

/** Whether `scope` reaches records that `database` links for `purpose`. */
export function covers(scope: Scope, database: Database, purpose: Purpose): boolean {
  if (!isStoppable(database)) return false
  const named = namedIn(scope)
  if (named.length > 0 && !named.includes(database.id)) return false
  return !('purpose' in scope) || scope.purpose === purpose
}

/** Ids of the databases that a scope names; none where it reaches every database. */
export function namedIn(scope: Scope): string[] {
  if ('databases' in scope) return scope.databases
  return 'database' in scope ? [scope.database] : []
}

/** The databases and purposes for which a decision can take effect. */
export const coveredBy = (databases: Database[]): { database_id: string; purpose: Purpose }[] =>
  databases
    .filter(isStoppable)
    .flatMap(({ id, purposes }) => purposes.map((purpose) => ({ database_id: id, purpose })))

/**
 * The databases that a decision of this scope covers, including those without a linkage: it also stands for later
 * ones.
 */
export const coveredDatabases = (scope: Scope, databases: Database[]): Database[] =>
  databases.filter((database) => database.purposes.some((purpose) => covers(scope, database, purpose)))

/** The latest decision that covers a linkage wins; null: none ever did. */
export function standingChoice<T extends Recorded>(
  decisions: T[],
  database: Database,
  purpose: Purpose,
): T | null {
  let winner: T | null = null
  for (const decision of decisions)
    if (covers(decision.scope, database, purpose) && decision.ordinal > (winner?.ordinal ?? 0))
      winner = decision
  return winner
}

/** JSON Canonicalization Scheme, RFC 8785. */
export function jcs(value: unknown): string {
  const text = canonicalize(value)
  if (text === undefined) throw new TypeError('not representable as JSON')
  return text
}

/** SHA-256 of a parsed body: the same for each way to write it. */
export const bodyHash = (body: unknown): string => createHash('sha256').update(jcs(body)).digest('base64url')

/**
 * The WebAuthn challenge of a decision: base64url of `SHA-256(nonce ‖ JCS(decision))`. So the passkey signs exactly
 * this decision.
 * @param nonce 32 random bytes, base64url.
 */
export const decisionChallenge = (nonce: string, decision: Decision): string =>
  createHash('sha256').update(Buffer.from(nonce, 'base64url')).update(jcs(decision)).digest('base64url')

/**
 * What a decision would do, database by database: one entry per linkage, one (`purpose` null) per database without
 * any. Databases that a decision made here cannot cover are included, with the reason.
 * @param today calendar day in Japan.
 */
export function effectsOf(
  intent: { choice: Choice; scope: Scope },
  databases: Database[],
  linkages: LinkageNow[],
  today: string,
): Effect[] {
  return databases.flatMap((database): Effect[] => {
    const own = linkages.filter((linkage) => linkage.database_id === database.id)
    if (own.length === 0) {
      const why = isStoppable(database)
        ? coveredDatabases(intent.scope, [database]).length > 0
          ? 'not-linked'
          : 'out-of-scope'
        : whyNot(database)
      return [{ database: database.id, purpose: null, from: null, to: 'unchanged', why }]
    }
    return own.map((linkage): Effect => {
      const from = shown(linkage.state)
      const effect = { database: database.id, purpose: linkage.purpose, from }
      if (!isStoppable(database)) return { ...effect, to: 'unchanged', why: whyNot(database) }
      if (!covers(intent.scope, database, linkage.purpose))
        return { ...effect, to: 'unchanged', why: 'out-of-scope' }
      if ((intent.choice === 'stop') === (from === 'stopped'))
        return { ...effect, to: 'unchanged', why: 'already' }
      if (intent.choice === 'allow' && linkage.held) return { ...effect, to: 'unchanged', why: 'held' }
      const to = intent.choice === 'stop' ? 'stopped' : availability(database, linkage, today).state
      return { ...effect, to, why: 'covered' }
    })
  })
}

/** The state that a patient sees for a token's state. */
export const shown = (state: TokenState): LinkageState =>
  state === 'usable' || state === 'waiting' ? state : 'stopped'

function whyNot(database: Database): EffectReason {
  return database.opt_out === 'available' || database.opt_out === 'by-consent' ? 'no-feed' : database.opt_out
}
