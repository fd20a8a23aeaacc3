import type { Reader, Transactor } from '../store.ts'
import { isSeenBy } from './parties.ts'
import type { CaseRow } from './rows.ts'

type Own = Pick<CaseRow, 'subject' | 'database_id'>

/** Whether a database has ever linked the records of a person. */
export const hasLinked = async (db: Reader, { subject, database_id }: Own): Promise<boolean> =>
  (await db
    .selectFrom('linkage')
    .select('id')
    .where(isSeenBy(subject))
    .where('database_id', '=', database_id)
    .limit(1)
    .executeTakeFirst()) !== undefined

/** Whether a completed report of a database names a person's records. */
export const wasUsedIn = async (
  db: Reader,
  { subject, database_id, ref }: Own & Pick<CaseRow, 'ref'>,
): Promise<boolean> =>
  (await db
    .selectFrom('usage_upload')
    .innerJoin('upload_token', 'upload_token.upload_id', 'usage_upload.id')
    .innerJoin('linkage', 'linkage.id', 'upload_token.linkage_id')
    .select('usage_upload.id')
    .where('usage_upload.usage_id', '=', ref)
    .where('linkage.database_id', '=', database_id)
    .where(isSeenBy(subject))
    .limit(1)
    .executeTakeFirst()) !== undefined

/** The open cases that a person opened. */
export const openCasesBy = (db: Reader, subject: string): Promise<CaseRow[]> =>
  db
    .selectFrom('case_file')
    .selectAll()
    .where('subject', '=', subject)
    .where('opened_by', '=', 'me')
    .where('state', '=', 'open')
    .execute()

/** @returns false: the number is taken. */
export const insertCase = async (tx: Transactor, row: CaseRow): Promise<boolean> =>
  (await tx
    .insertInto('case_file')
    .values(row)
    .onConflict((conflict) => conflict.column('number').doNothing())
    .returning('number')
    .executeTakeFirst()) !== undefined
