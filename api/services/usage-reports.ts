import type { Databases } from '../catalogue/load.ts'
import type { UsageHead } from '../contract/holder.ts'
import { dayInJapan } from '../domain/calendar.ts'
import type { Clock } from '../domain/clock.ts'
import type { Random } from '../domain/random.ts'
import { ProblemError } from '../problem.ts'
import type { UsageRow } from '../store/records/rows.ts'
import {
  completeUpload,
  dropUpload,
  findUsage,
  insertUpload,
  insertUploaded,
  linkagesOfTokens,
  usageByKey,
} from '../store/records/usage.ts'
import type { Store } from '../store/store.ts'
import type { Turns } from '../turns.ts'

/** Linkages of an upload that are dropped in one transaction. */
const DROPPED = 1000

/** An upload in progress, invisible until it is complete. */
export type Upload = { id: string; report: UsageRow; usage_id: string | null }
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
  /** @throws ProblemError where the days or the purpose are impossible. */
  function check({ database, project, from, to }: UsageHead): void {
    if (from > to)
      throw new ProblemError('invalid-request', { issues: [{ path: 'to', message: 'is before from' }] })
    if (to > dayInJapan(clock.now()))
      throw new ProblemError('use-in-future', {
        issues: [{ path: 'to', message: 'is after today in Japan' }],
      })
    if (!databases.find(database)?.purposes.includes(project.purpose))
      throw new ProblemError('unknown-purpose')
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
     * @throws ProblemError use-in-future, unknown-purpose, purpose-mismatch, invalid-request, idempotency-key-reused
     */
    async begin(head: UsageHead, idempotency_key: string | null): Promise<Upload> {
      check(head)
      const { database: database_id, project, from: from_day, to: to_day } = head
      const at = clock.now().getTime()
      const { id: project_id, title, organisation, purpose } = project
      const days = { from_day, to_day, reported_at: at }
      const report = { id: random.id(), database_id, project_id, title, organisation, purpose, ...days }
      const before = await reportBefore(report, idempotency_key)
      const upload = { id: random.id(), database_id, usage_id: null, idempotency_key, begun_at: at }
      await store.transact((tx) => insertUpload(tx, { ...upload, completed_at: null }), { lane: 'later' })
      return { id: upload.id, report, usage_id: before?.id ?? null }
    },

    /**
     * Stages tokens. @returns how many of these lines name a token that the holder knows.
     * @throws ProblemError purpose-mismatch where a linkage is for another purpose than the project.
     */
    async add({ id, report, usage_id }: Upload, lines: TokenAt[]): Promise<number> {
      if (lines.length === 0) return 0
      const tokens = lines.map(({ token }) => token)
      const linkages = await store.transact(
        async (tx) => {
          const found = await linkagesOfTokens(tx, report.database_id, tokens)
          if (found.length > 0 && found.every(({ purpose }) => purpose === report.purpose)) {
            const named = found.map(({ linkage_id }) => linkage_id)
            await insertUploaded(tx, { upload_id: id, usage_id }, named)
          }
          return new Map(found.map(({ token, purpose }) => [token, purpose]))
        },
        { lane: 'later' },
      )
      const wrong = lines.find(({ token }) => (linkages.get(token) ?? report.purpose) !== report.purpose)
      if (wrong)
        throw new ProblemError('purpose-mismatch', {
          issues: [{ path: 'token', message: `line ${wrong.line}: is for another purpose than the project` }],
        })
      return tokens.filter((token) => linkages.has(token)).length
    },

    /** Publishes a whole upload at once. @returns the id of its report. @throws ProblemError purpose-mismatch */
    async complete({ id, report }: Upload): Promise<string> {
      const at = clock.now().getTime()
      return store.transact(
        async (tx) => {
          const whole = await completeUpload(tx, { id, at }, report)
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
