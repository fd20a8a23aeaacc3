import type { Reader, Transactor } from '../store.ts'
import type { UsageRow, UsageUploadRow } from './rows.ts'

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
    .select(['token', 'linkage_id', 'purpose'])
    .where('database_id', '=', database_id)
    .where('token', 'in', tokens)
    .where('listed', '!=', 'hidden')
    .execute()

/** Notes that an upload names these linkages, except those that its report already has. */
export async function insertUploaded(
  tx: Transactor,
  { upload_id, usage_id }: { upload_id: string; usage_id: string | null },
  linkages: string[],
): Promise<void> {
  const known = usage_id === null ? new Set() : await reported(tx, usage_id, linkages)
  const fresh = [...new Set(linkages)].filter((id) => !known.has(id))
  if (fresh.length === 0) return
  await tx
    .insertInto('upload_linkage')
    .values(fresh.map((linkage_id) => ({ upload_id, linkage_id })))
    .onConflict((conflict) => conflict.columns(['upload_id', 'linkage_id']).doNothing())
    .execute()
}

/** Those of these linkages that a report already has. */
const reported = async (db: Reader, usage_id: string, linkages: string[]): Promise<Set<string>> =>
  new Set(
    (
      await db
        .selectFrom('upload_linkage')
        .innerJoin('usage_upload', 'usage_upload.id', 'upload_linkage.upload_id')
        .select('upload_linkage.linkage_id')
        .where('upload_linkage.linkage_id', 'in', linkages)
        .where('usage_upload.usage_id', '=', usage_id)
        .execute()
    ).map(({ linkage_id }) => linkage_id),
  )

/**
 * Adds a completely read upload to its report, which the first upload creates.
 * @returns the report; null: the upload no longer exists.
 */
export async function completeUpload(
  tx: Transactor,
  upload: { id: string; at: number },
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
    .set({ usage_id: report.id, completed_at: upload.at })
    .where('id', '=', upload.id)
    .executeTakeFirst()
  return numUpdatedRows > 0 ? report : null
}

/**
 * Drops an upload that is part of no report, at most `limit` of its linkages at once. An upload whose completion was
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
    .selectFrom('upload_linkage')
    .select('linkage_id')
    .where('upload_id', '=', id)
    .limit(limit)
    .execute()
  if (rows.length > 0)
    await tx
      .deleteFrom('upload_linkage')
      .where('upload_id', '=', id)
      .where(
        'linkage_id',
        'in',
        rows.map(({ linkage_id }) => linkage_id),
      )
      .execute()
  if (rows.length >= limit) return true
  await tx.deleteFrom('usage_upload').where('id', '=', id).execute()
  return false
}

/** Drops some linkages of an upload that began before a moment and never ended. @returns whether there may be more. */
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

/** Reported uses of a person's records, newest first. */
export const usagesOf = (db: Reader, subject: string): Promise<UsageRow[]> =>
  db
    .selectFrom('usage')
    .innerJoin('usage_upload', 'usage_upload.usage_id', 'usage.id')
    .innerJoin('upload_linkage', 'upload_linkage.upload_id', 'usage_upload.id')
    .innerJoin('linkage', 'linkage.id', 'upload_linkage.linkage_id')
    .selectAll('usage')
    .distinct()
    .where('linkage.subject', '=', subject)
    .orderBy('usage.reported_at', 'desc')
    .execute()

/** Whether an upload that names a person's records was completed after a time, and not after another. */
export const usedBetween = async (
  db: Reader,
  subject: string,
  after: number,
  until: number,
): Promise<boolean> =>
  (await db
    .selectFrom('linkage')
    .innerJoin('upload_linkage', 'upload_linkage.linkage_id', 'linkage.id')
    .innerJoin('usage_upload', 'usage_upload.id', 'upload_linkage.upload_id')
    .select('usage_upload.id')
    .where('linkage.subject', '=', subject)
    .where('usage_upload.usage_id', 'is not', null)
    .where('usage_upload.completed_at', '>', after)
    .where('usage_upload.completed_at', '<=', until)
    .limit(1)
    .executeTakeFirst()) !== undefined
