import type { Reader, Transactor } from '../store.ts'
import { isSeenBy } from './parties.ts'
import { projectsNow } from './projects.ts'
import type { ProjectVersionRow, UploadTokenRow, UsageRow, UsageUploadRow } from './rows.ts'

/** The members that identify a report: two uploads with the same ones belong together. */
type Same = Pick<UsageRow, 'database_id' | 'project_id' | 'from_day' | 'to_day'>

export const findUsage = async (db: Reader, of: Same): Promise<UsageRow | null> =>
  (await db
    .selectFrom('usage')
    .selectAll()
    .where('database_id', '=', of.database_id)
    .where('project_id', '=', of.project_id)
    .where('from_day', '=', of.from_day)
    .where('to_day', '=', of.to_day)
    .executeTakeFirst()) ?? null

/** The completed report of an upload with this key. */
export const usageByKey = async (
  db: Reader,
  of: { database_id: string; idempotency_key: string },
): Promise<UsageRow | null> =>
  (await db
    .selectFrom('usage_upload')
    .innerJoin('usage', 'usage.id', 'usage_upload.usage_id')
    .selectAll('usage')
    .where('usage_upload.database_id', '=', of.database_id)
    .where('usage_upload.idempotency_key', '=', of.idempotency_key)
    .executeTakeFirst()) ?? null

export const insertUpload = (tx: Transactor, upload: UsageUploadRow) =>
  tx.insertInto('usage_upload').values(upload).execute()

/** The linkages that tokens of a database stand for, of any generation that the holder knows. */
export const linkagesOfTokens = (db: Reader, database_id: string, tokens: string[]) =>
  db
    .selectFrom('token')
    .select(['token', 'linkage_id', 'purpose', 'generation', 'state', 'listed'])
    .where('database_id', '=', database_id)
    .where('token', 'in', tokens)
    .where('listed', '!=', 'hidden')
    .execute()

/** A token that an upload names, with the class of its use. */
type Named = Pick<UploadTokenRow, 'token' | 'linkage_id' | 'class'>

/** Notes that an upload names these tokens, except those that its report already has. */
export async function insertUploaded(
  tx: Transactor,
  { upload_id, usage_id }: { upload_id: string; usage_id: string | null },
  named: Named[],
): Promise<void> {
  const known = usage_id === null ? new Set() : await reported(tx, usage_id, named)
  const fresh = new Map(named.map((one) => [one.token, one]))
  for (const token of known) fresh.delete(String(token))
  if (fresh.size === 0) return
  await tx
    .insertInto('upload_token')
    .values([...fresh.values()].map((one) => ({ ...one, upload_id, case_number: null })))
    .onConflict((conflict) => conflict.columns(['upload_id', 'token']).doNothing())
    .execute()
}

/** Those of these tokens that a report already has. */
const reported = async (db: Reader, usage_id: string, named: Named[]): Promise<Set<string>> =>
  new Set(
    (
      await db
        .selectFrom('upload_token')
        .innerJoin('usage_upload', 'usage_upload.id', 'upload_token.upload_id')
        .select('upload_token.token')
        .where(
          'upload_token.linkage_id',
          'in',
          named.map(({ linkage_id }) => linkage_id),
        )
        .where('usage_upload.usage_id', '=', usage_id)
        .execute()
    ).map(({ token }) => token),
  )

/**
 * Adds a completely read upload to its report, which the first upload creates.
 * @param upload.cases_due whether it names a use after a stop. @returns the report; null: the upload no longer exists.
 */
export async function completeUpload(
  tx: Transactor,
  upload: { id: string; at: number; cases_due: boolean },
  usage: UsageRow,
): Promise<UsageRow | null> {
  await tx
    .insertInto('usage')
    .values(usage)
    .onConflict((conflict) =>
      conflict.columns(['database_id', 'project_id', 'from_day', 'to_day']).doNothing(),
    )
    .execute()
  const report = (await findUsage(tx, usage)) ?? usage
  const { numUpdatedRows } = await tx
    .updateTable('usage_upload')
    .set({ usage_id: report.id, completed_at: upload.at, cases_due: upload.cases_due ? 1 : 0 })
    .where('id', '=', upload.id)
    .executeTakeFirst()
  return numUpdatedRows > 0 ? report : null
}

/**
 * Drops an upload that is part of no report, at most `limit` of its tokens at once. An upload whose completion was
 * committed unnoticed stays. @returns whether more are left.
 */
export async function dropUpload(tx: Transactor, id: string, limit: number): Promise<boolean> {
  const { numUpdatedRows } = await tx
    .updateTable('usage_upload')
    .set({ completed_at: null })
    .where('id', '=', id)
    .where('completed_at', 'is', null)
    .executeTakeFirst()
  if (numUpdatedRows === 0n) return false
  const rows = await tx
    .selectFrom('upload_token')
    .select('token')
    .where('upload_id', '=', id)
    .limit(limit)
    .execute()
  if (rows.length > 0)
    await tx
      .deleteFrom('upload_token')
      .where('upload_id', '=', id)
      .where(
        'token',
        'in',
        rows.map(({ token }) => token),
      )
      .execute()
  if (rows.length >= limit) return true
  await tx.deleteFrom('usage_upload').where('id', '=', id).execute()
  return false
}

/** Drops some tokens of an upload that began before a moment and never ended. @returns whether there may be more. */
export async function dropAbandoned(tx: Transactor, before: number, limit: number): Promise<boolean> {
  const row = await tx
    .selectFrom('usage_upload')
    .select('id')
    .where('completed_at', 'is', null)
    .where('begun_at', '<', before)
    .executeTakeFirst()
  if (row) await dropUpload(tx, row.id, limit)
  return row !== undefined
}

/** A use of a person's records, and the class of each of their tokens that it names. */
export type UseOf = UsageRow & { classes: UploadTokenRow['class'][] }

/** Reported uses of a person's records, newest first. */
export async function usagesOf(db: Reader, subject: string): Promise<UseOf[]> {
  const rows = await db
    .selectFrom('usage')
    .innerJoin('usage_upload', 'usage_upload.usage_id', 'usage.id')
    .innerJoin('upload_token', 'upload_token.upload_id', 'usage_upload.id')
    .innerJoin('linkage', 'linkage.id', 'upload_token.linkage_id')
    .leftJoin('event', (join) =>
      join.onRef('event.token', '=', 'upload_token.token').on('event.kind', '=', 'revoke'),
    )
    .selectAll('usage')
    // A stop of somebody else is nothing to this person: the record may be either's.
    .select((eb) =>
      eb
        .case()
        .when(eb.or([eb('event.decided_by', 'is', null), eb('event.decided_by', '=', subject)]))
        .then(eb.ref('upload_token.class'))
        .else(null)
        .end()
        .as('class'),
    )
    .distinct()
    .where(isSeenBy(subject))
    .orderBy('usage.reported_at', 'desc')
    .execute()
  return [...Map.groupBy(rows, ({ id }) => id).values()].flatMap(([first, ...rest]) => {
    if (!first) return []
    const { class: one, ...use } = first
    return [{ ...use, classes: [one, ...rest.map((row) => row.class)] }]
  })
}

/** What was approved for uses of a person's records, as their databases registered it. */
export const projectsOf = (db: Reader, subject: string): Promise<ProjectVersionRow[]> =>
  projectsNow(db)
    .selectAll('v')
    .where(({ exists, selectFrom }) =>
      exists(
        selectFrom('linkage')
          .innerJoin('upload_token', 'upload_token.linkage_id', 'linkage.id')
          .innerJoin('usage_upload', 'usage_upload.id', 'upload_token.upload_id')
          .innerJoin('usage', 'usage.id', 'usage_upload.usage_id')
          .select('usage.id')
          .where(isSeenBy(subject))
          .whereRef('usage.database_id', '=', 'project.database_id')
          .whereRef('usage.project_id', '=', 'project.id'),
      ),
    )
    .execute()
