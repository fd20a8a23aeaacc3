import type { Person } from '../../auth/session-rights.ts'
import type { Databases } from '../../catalogue/load.ts'
import type { Config } from '../../config.ts'
import type { Relation } from '../../contract/acting.ts'
import { type Database, PURPOSES, type Purpose } from '../../contract/catalogue.ts'
import type { OutcomeView } from '../../contract/outcomes.ts'
import type {
  DatabasesAnswer,
  DatabaseView,
  LinkageView,
  Progress,
  Standing,
} from '../../contract/patient.ts'
import { timestamp } from '../../domain/calendar.ts'
import { listedDatabase } from '../../domain/catalogue/listed.ts'
import type { Clock } from '../../domain/clock.ts'
import { shown } from '../../domain/decision.ts'
import type { Pool } from '../../domain/pool.ts'
import { linkedSince, numbersOf, withoutPlaces } from '../../domain/safety/places.ts'
import { progressOf, type TokenProgress } from '../../store/feeds/progress.ts'
import { relationsOf } from '../../store/records/acting.ts'
import { tokenTold } from '../../store/records/linkages.ts'
import { newestOutcomes } from '../../store/records/outcomes.ts'
import type { OutcomeRow } from '../../store/records/rows.ts'
import { newestDecision, type Said } from '../../store/records/standing.ts'
import type { RestoreSeen } from '../../store/setback.ts'
import type { Reader, Store } from '../../store/store.ts'
import { askedOf, representativesIn } from '../acting/asked.ts'
import { type SeenLinkage, seenLinkages } from '../identity/held.ts'
import { type Asking, hidesPlaces } from '../safety/safety.ts'

const YEAR_MS = 365 * 86_400_000

/** The catalogue joined with the linkages of one person, and with their standing decisions. */
export const databasesOf = (
  {
    store,
    config,
    databases,
    restored,
    clock,
  }: { store: Store; config: Config; databases: Databases; restored: RestoreSeen; clock: Clock },
  { subject, session, acting }: Asking & Pick<Person, 'acting'>,
) =>
  store.read(async (db): Promise<DatabasesAnswer> => {
    const now = clock.now().getTime()
    const linkages = await seenLinkages(db, databases, subject)
    const by = await representativesIn(db, databases, subject)
    const asked = acting ? [] : await askedOf(db, databases, subject)
    const { pool } = config
    const views = await Promise.all(
      databases.all.map((database) =>
        databaseView(
          db,
          database,
          linkages.filter((linkage) => linkage.database_id === database.id),
          { now, pool },
        ),
      ),
    )
    const everywhere = (purpose: Purpose | null) =>
      newestDecision(db, subject, { scope_database: null, scope_purpose: purpose })
    const standing = await everywhere(null)
    const ofPurposes = await Promise.all(
      PURPOSES.map(async (purpose) => ({ purpose, newest: await everywhere(purpose) })),
    )
    const last = await newestDecision(db, subject, 'any')
    const newest = [standing, ...ofPurposes.map((one) => one.newest)]
    const relations = await relationsOf(
      db,
      subject,
      newest.flatMap((one) => one?.ordinal ?? []),
    )
    const safe = await hidesPlaces(db, { subject, session })
    const numbers = numbersOf(
      views.map(({ id }) => id),
      linkedSince(linkages),
    )
    const told = views.map((view) => ({
      ...view,
      linkages: view.linkages.map((linkage) => ({ ...linkage, ...made(by(view.id, linkage.purpose)) })),
    }))
    return {
      databases: safe ? told.map((view) => withoutPlaces(view, numbers.get(view.id) ?? 0)) : told,
      standing: standing && standingView(standing, relations),
      standing_purposes: ofPurposes.flatMap(({ purpose, newest }) =>
        newest && newest.ordinal > (standing?.ordinal ?? 0)
          ? [{ purpose, ...standingView(newest, relations) }]
          : [],
      ),
      publishing: publishingOf(pool),
      restored_at: restoredNotice(restored.at, last?.recorded_at ?? 0, now),
      ...(asked.length > 0 ? { ask: asked } : {}),
    }
  })

const made = (relation: Relation | undefined) => (relation === undefined ? {} : { acting: relation })

const standingView = (
  { choice, ordinal, recorded_at }: Said,
  relations: Map<number, Relation>,
): Standing => ({ choice, since: timestamp(recorded_at), ...made(relations.get(ordinal)) })

/** A later decision settles what a restore may have lost. */
const restoredNotice = (restored: number | null, lastDecision: number, now: number) =>
  restored !== null && lastDecision < restored && now - restored < YEAR_MS ? timestamp(restored) : null

/** What views are built with. */
export type At = { now: number; pool: Pool }

/** The longest time from a decision to its publication, in whole seconds. */
const publishingOf = ({ maxMs, allowMs, tickMs }: Pool) => {
  const longest = Math.max(maxMs, tickMs)
  return {
    stop_within_s: Math.ceil(longest / 1000),
    allow_within_s: Math.ceil((longest + allowMs) / 1000),
  }
}

async function databaseView(
  db: Reader,
  database: Database,
  linkages: SeenLinkage[],
  at: At,
): Promise<DatabaseView> {
  return {
    ...listedDatabase(database),
    linkages: await Promise.all(linkages.map((linkage) => linkageView(db, database, linkage, at))),
  }
}

/** A linkage as its person sees it. */
export async function linkageView(
  db: Reader,
  database: Database,
  linkage: SeenLinkage,
  at: At,
): Promise<LinkageView> {
  const revoked = linkage.state === 'revoked'
  // A holder that was never told the newest token still acts on the stop before it.
  const token = revoked && linkage.listed === 'hidden' ? await tokenTold(db, linkage) : linkage.token
  const progress = linkage.foreign ? null : await progressOf(db, token, revoked ? 'revoke' : 'create')
  return {
    purpose: linkage.purpose,
    state: shown(linkage.state),
    since: timestamp(linkage.foreign ? linkage.registered_at : linkage.changed_at),
    usable_from: linkage.state === 'waiting' ? linkage.usable_from : null,
    progress: progress && progressView(progress, database.due_hours, at),
    outcome: revoked && !linkage.foreign ? outcomeView((await newestOutcomes(db, [token]))[0]) : null,
    precision: linkage.precision,
    held: linkage.held,
  }
}

function outcomeView(row: OutcomeRow | undefined): OutcomeView | null {
  if (!row) return null
  const { code, reason, until, at } = row
  return { code, ...(reason && { reason }), ...(until && { until }), at: timestamp(at) }
}

function progressView(progress: TokenProgress, dueHours: number, { now, pool }: At): Progress {
  const due = progress.recorded_at + dueHours * 3_600_000
  const orNull = (at: number | null) => (at === null ? null : timestamp(at))
  return {
    recorded_at: timestamp(progress.recorded_at),
    // The first tick after the deadline makes the round.
    publish_by: orNull(
      progress.deadline === null ? null : Math.max(progress.deadline, progress.recorded_at) + pool.tickMs,
    ),
    // Ticks are whole seconds, so that second may have begun before the decision was made.
    published_at: orNull(progress.published_at && Math.max(progress.published_at, progress.recorded_at)),
    received_at: orNull(progress.received_at),
    applied_at: orNull(progress.applied_at),
    due_at: timestamp(due),
    late: progress.applied_at === null && now > due,
  }
}
