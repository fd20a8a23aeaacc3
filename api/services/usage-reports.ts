import type { Databases } from '../catalogue/load.ts'
import type { Purpose } from '../contract/catalogue.ts'
import type { UsageHead } from '../contract/holder.ts'
import type { UseClass } from '../contract/patient.ts'
import { dayInJapan } from '../domain/calendar.ts'
import type { Clock } from '../domain/clock.ts'
import type { Random } from '../domain/random.ts'
import { classOfGenerations, type Generation } from '../domain/uses/generations.ts'
import { ProblemError } from '../problem.ts'
import { findProject, makeProject, noteUsed, type Project } from '../store/records/projects.ts'
import type { TokenRow, UsageRow } from '../store/records/rows.ts'
import { openedOf, stopsOf } from '../store/records/stops.ts'
import {
  completeUpload,
  dropUpload,
  findUsage,
  insertUpload,
  insertUploaded,
  linkagesOfTokens,
  usageByKey,
} from '../store/records/usage.ts'
import type { Reader, Store, Transactor } from '../store/store.ts'
import type { Turns } from '../turns.ts'

/** Linkages of an upload that are dropped in one transaction. */
const DROPPED = 1000

/** What the class of a use rests on: the approval of its project, null where none was told, and the time to stop. */
type Basis = { approved_on: string | null; due_hours: number }
/** An upload in progress, invisible until it is complete. `found`: whether it named a use after a stop. */
export type Upload = {
  id: string
  report: UsageRow
  usage_id: string | null
  basis: Basis
  found: boolean
}
/** Lines that name a token that the holder knows; those of them after a stop, as far as it was told to the holder. */
export type Counted = { known: number; after_stop: number }
/** A line that names a token: its number in the upload, from 1. */
export type TokenAt = { token: string; line: number }

/**
 * Reports of use. An upload is staged line by line and joins its report in one step after its last line. An upload
 * that breaks off or is refused, even at its last line, leaves nothing. The same database, project and days are one
 * report, which a later upload completes.
 */
export function createUsageReports({
  store,
  clock,
  random,
  databases,
  turns,
}: {
  store: Store
  clock: Clock
  random: Random
  databases: Databases
  turns: Turns
}) {
  /** @returns the hours within which the database has to apply a stop. @throws ProblemError for impossible input. */
  function check(database: string, purpose: Purpose, { from, to }: UsageHead): number {
    if (from > to)
      throw new ProblemError('invalid-request', { issues: [{ path: 'to', message: 'is before from' }] })
    if (to > dayInJapan(clock.now()))
      throw new ProblemError('use-in-future', {
        issues: [{ path: 'to', message: 'is after today in Japan' }],
      })
    const known = databases.find(database)
    if (!known?.purposes.includes(purpose)) throw new ProblemError('unknown-purpose')
    return known.due_hours
  }

  /**
   * The project of a report: as it is registered, where the report only names it, and otherwise as it describes it.
   * @throws ProblemError unknown-project; purpose-mismatch where it is registered for another purpose.
   */
  function projectOf({ project }: UsageHead, registered: Project | null) {
    if (typeof project === 'string') {
      if (!registered) throw new ProblemError('unknown-project')
      const { title, organisation, purpose } = registered
      return { id: project, title, organisation, purpose }
    }
    if (registered && registered.purpose !== project.purpose)
      throw new ProblemError('purpose-mismatch', {
        issues: [{ path: 'project.purpose', message: 'is another one than the project is registered for' }],
      })
    return project
  }

  /** The report that this upload would complete; null: none yet. @throws ProblemError */
  async function reportBefore(report: UsageRow, idempotency_key: string | null): Promise<UsageRow | null> {
    const { before, byKey } = await store.read(async (db) => ({
      before: await findUsage(db, report),
      byKey: idempotency_key && (await usageByKey(db, { ...report, idempotency_key })),
    }))
    if (byKey && byKey.id !== before?.id) throw new ProblemError('idempotency-key-reused')
    if (before && before.purpose !== report.purpose)
      throw new ProblemError('purpose-mismatch', {
        issues: [{ path: 'project.purpose', message: 'was another one when this was reported before' }],
      })
    return before
  }

  return {
    /**
     * @throws ProblemError use-in-future, unknown-project, unknown-purpose, purpose-mismatch, invalid-request,
     *   idempotency-key-reused
     */
    async begin(head: UsageHead, idempotency_key: string | null): Promise<Upload> {
      const { database: database_id, from: from_day, to: to_day } = head
      const named = typeof head.project === 'string' ? head.project : head.project.id
      const registered = await store.read((db) => findProject(db, { database_id, id: named }))
      const { id: project_id, title, organisation, purpose } = projectOf(head, registered)
      const due_hours = check(database_id, purpose, head)
      const at = clock.now().getTime()
      const days = { from_day, to_day, reported_at: at }
      const report = { id: random.id(), database_id, project_id, title, organisation, purpose, ...days }
      const before = await reportBefore(report, idempotency_key)
      const upload = { id: random.id(), database_id, usage_id: null, idempotency_key, begun_at: at }
      await store.transact((tx) => insertUpload(tx, { ...upload, completed_at: null, cases_due: 0 }), {
        lane: 'later',
      })
      const basis = { approved_on: registered?.approved_on ?? null, due_hours }
      return { id: upload.id, report, usage_id: before?.id ?? null, basis, found: false }
    },

    /**
     * Stages tokens, each with the class of its use. What is counted rests only on stops and allows that the holder was told.
     * @throws ProblemError purpose-mismatch where a linkage is for another purpose than the project.
     */
    async add(upload: Upload, lines: TokenAt[]): Promise<Counted> {
      if (lines.length === 0) return { known: 0, after_stop: 0 }
      const { id, report, usage_id } = upload
      const tokens = lines.map(({ token }) => token)
      const { linkages, histories, found } = await store.transact(
        async (tx) => {
          const found = await linkagesOfTokens(tx, report.database_id, tokens)
          const histories = await historiesOf(tx, found)
          const named = found.map(({ token, linkage_id }) => {
            return { token, linkage_id, class: classOf(upload, histories.get(token)?.actual) }
          })
          if (found.every(({ purpose }) => purpose === report.purpose))
            await insertUploaded(tx, { upload_id: id, usage_id }, named)
          return {
            linkages: new Map(found.map(({ token, purpose }) => [token, purpose])),
            histories,
            found: named.some((one) => one.class === 'after-stop'),
          }
        },
        { lane: 'later' },
      )
      upload.found ||= found
      const wrong = lines.find(({ token }) => (linkages.get(token) ?? report.purpose) !== report.purpose)
      if (wrong)
        throw new ProblemError('purpose-mismatch', {
          issues: [{ path: 'token', message: `line ${wrong.line}: is for another purpose than the project` }],
        })
      const known = tokens.filter((token) => linkages.has(token))
      const afterStop = known.filter((token) => classOf(upload, histories.get(token)?.told) === 'after-stop')
      return { known: known.length, after_stop: afterStop.length }
    },

    /**
     * Publishes a whole upload at once, which fixes the approval of its project. @returns the id of its report.
     * @throws ProblemError purpose-mismatch; unavailable where the project changed or the upload was dropped meanwhile
     */
    async complete({ id, report, basis, found }: Upload): Promise<string> {
      const at = clock.now().getTime()
      return store.transact(
        async (tx) => {
          await restOn(tx, report, basis.approved_on, at)
          const whole = await completeUpload(tx, { id, at, cases_due: found }, report)
          if (!whole) throw new ProblemError('unavailable', { reason: 'the upload was dropped meanwhile' })
          // Another upload may have begun this report meanwhile.
          if (whole.purpose !== report.purpose) throw new ProblemError('purpose-mismatch')
          return whole.id
        },
        { lane: 'later' },
      )
    },

    /** Drops what an upload staged. */
    async discard({ id }: Upload): Promise<void> {
      while (await store.transact((tx) => dropUpload(tx, id, DROPPED), { lane: 'later' })) await turns.next()
    },
  }
}

export type UsageReports = ReturnType<typeof createUsageReports>

const classOf = ({ report, basis }: Upload, generations: Generation[] = []): UseClass => {
  const use = { from: report.from_day, to: report.to_day, approved_on: basis.approved_on }
  return classOfGenerations(use, generations, basis.due_hours)
}

/** The generations of a linkage up to that of a token: as they are, and as its holder was told of them. */
type History = { actual: Generation[]; told: Generation[] }

/** What the classes of uses of these tokens rest on, by token. Only a renewed linkage is read whole. */
async function historiesOf(
  db: Reader,
  named: Pick<TokenRow, 'token' | 'linkage_id' | 'generation' | 'state' | 'listed'>[],
): Promise<Map<string, History>> {
  const first = named.filter(({ generation, state }) => generation === 1 && state === 'revoked')
  const later = named.filter(({ generation }) => generation > 1)
  const renewed = [...new Set(later.map(({ linkage_id }) => linkage_id))]
  const revoked = first.map(({ token }) => token)
  const stopped = [await stopsOf(db, 'token', revoked), await stopsOf(db, 'linkage_id', renewed)]
  const stops = new Map(stopped.flat().map((stop) => [stop.token, stop]))
  const lines = Map.groupBy(await openedOf(db, renewed), ({ linkage_id }) => linkage_id)
  return new Map(
    named.map((one) => {
      const line = lines.get(one.linkage_id) ?? [{ ...one, opened_at: null, open_told_at: null }]
      const upTo = line.filter(({ generation }) => generation <= one.generation)
      const actual = upTo.map(({ token, opened_at }) => ({ stop: stops.get(token) ?? null, opened_at }))
      const told = upTo
        .filter(({ listed }) => listed !== 'hidden')
        .map(({ token, open_told_at }) => {
          const at = stops.get(token)?.told_at ?? null
          const stop = at === null ? null : { decided_at: at, recorded_at: at }
          return { stop, opened_at: open_told_at }
        })
      return [one.token, { actual, told }]
    }),
  )
}

/**
 * Notes that a project is used, registered or not: that fixes its approval, or that it has none.
 * @throws ProblemError unavailable where its approval is another one than that on which the classes of an upload rest:
 *   sent again, it gets others.
 */
async function restOn(
  tx: Transactor,
  { database_id, project_id: id, purpose }: UsageRow,
  approved_on: string | null,
  at: number,
): Promise<void> {
  await makeProject(tx, { database_id, id })
  const now = await findProject(tx, { database_id, id })
  if ((now?.approved_on ?? null) !== approved_on || (now && now.purpose !== purpose))
    throw new ProblemError('unavailable', { reason: 'the project changed meanwhile' })
  if (now?.used_at == null) await noteUsed(tx, { database_id, id }, at)
}
