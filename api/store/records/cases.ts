import type { Reader, Transactor } from '../store.ts'
import type { CaseRow } from './rows.ts'

/** A completed upload that may name uses after a stop without a case. */
export const uploadWithCasesDue = async (db: Reader): Promise<string | null> =>
  (await db.selectFrom('usage_upload').select('id').where('cases_due', '=', 1).limit(1).executeTakeFirst())
    ?.id ?? null

/** Locks an upload whose cases are being opened. @returns false: they were opened meanwhile. */
export const lockCasesDue = async (tx: Transactor, upload: string): Promise<boolean> =>
  (await tx
    .selectFrom('usage_upload')
    .select('id')
    .where('id', '=', upload)
    .where('cases_due', '=', 1)
    .forUpdate()
    .executeTakeFirst()) !== undefined

export const settleCasesDue = (tx: Transactor, upload: string) =>
  tx.updateTable('usage_upload').set({ cases_due: 0 }).where('id', '=', upload).execute()

/** A use of a token after its stop, and who stopped it. `ref`: the report. */
export type Found = { token: string; subject: string; database_id: string; ref: string }

/** At most `limit` uses after a stop that an upload names and that have no case. */
export const foundIn = async (db: Reader, upload: string, limit: number): Promise<Found[]> =>
  (
    await db
      .selectFrom('upload_token')
      .innerJoin('usage_upload', 'usage_upload.id', 'upload_token.upload_id')
      .innerJoin('linkage', 'linkage.id', 'upload_token.linkage_id')
      .leftJoin('event', (join) =>
        join.onRef('event.token', '=', 'upload_token.token').on('event.kind', '=', 'revoke'),
      )
      .select(['upload_token.token', 'linkage.database_id', 'usage_upload.usage_id'])
      .select((eb) => eb.fn.coalesce('event.decided_by', 'linkage.subject').as('subject'))
      .where('upload_token.upload_id', '=', upload)
      .where('upload_token.class', '=', 'after-stop')
      .where('upload_token.case_number', 'is', null)
      .limit(limit)
      .execute()
  ).map(({ usage_id, ...found }) => ({ ...found, ref: usage_id ?? '' }))

/**
 * Opens cases, except about what the system has opened one before, and those whose number is taken.
 * @returns those that it opened.
 */
export const openOnce = (tx: Transactor, rows: CaseRow[]): Promise<Pick<CaseRow, 'number'>[]> =>
  tx
    .insertInto('case_file')
    .values(rows)
    .onConflict((conflict) => conflict.doNothing())
    .returning('number')
    .execute()

/** The cases that the system opened about one report. */
export const casesAbout = (db: Reader, ref: string, subjects: string[]) =>
  db
    .selectFrom('case_file')
    .select(['number', 'subject'])
    .where('subject', 'in', subjects)
    .where('ref', '=', ref)
    .where('opened_by', '=', 'erabu')
    .where('about', '=', 'use')
    .execute()

/** The databases about whose linkages of a person the system has an open case. */
export const askedAboutLinkages = async (db: Reader, subject: string): Promise<string[]> =>
  (
    await db
      .selectFrom('case_file')
      .select('database_id')
      .where('subject', '=', subject)
      .where('about', '=', 'linkage')
      .where('opened_by', '=', 'erabu')
      .where('state', '=', 'open')
      .execute()
  ).map(({ database_id }) => database_id)

/** The cases with these numbers. */
export const casesByNumber = (db: Reader, numbers: string[]): Promise<CaseRow[]> =>
  db.selectFrom('case_file').selectAll().where('number', 'in', numbers).execute()

/** The open cases, those that are due first at the top. */
export const openCases = (db: Reader): Promise<CaseRow[]> =>
  db
    .selectFrom('case_file')
    .selectAll()
    .where('state', '=', 'open')
    .orderBy('due_on')
    .orderBy('opened_at')
    .orderBy('number')
    .execute()

/** How many cases about each database are open, and how many of them were due before `today`. */
export async function countOpenCases(
  db: Reader,
  today: string,
): Promise<Map<string, { open: number; overdue: number }>> {
  const rows = await db
    .selectFrom('case_file')
    .select((eb) => [
      'database_id',
      eb.fn.countAll().as('open'),
      eb.fn.sum(eb.case().when('due_on', '<', today).then(1).else(0).end()).as('overdue'),
    ])
    .where('state', '=', 'open')
    .groupBy('database_id')
    .execute()
  return new Map(
    rows.map(({ database_id, open, overdue }) => [
      database_id,
      { open: Number(open), overdue: Number(overdue) },
    ]),
  )
}

/** Reads and locks a case. @returns undefined: there is none with this number. */
export const lockCase = (tx: Transactor, number: string): Promise<CaseRow | undefined> =>
  tx.selectFrom('case_file').selectAll().where('number', '=', number).forUpdate().executeTakeFirst()

/** Notes the answer to a case. */
export const answerCase = (
  tx: Transactor,
  { number, answer, answered_at }: Pick<CaseRow, 'number' | 'answer' | 'answered_at'>,
) =>
  tx
    .updateTable('case_file')
    .set({ state: 'answered', answer, answered_at })
    .where('number', '=', number)
    .execute()

/** Notes which case a use of some tokens belongs to. */
export const noteCase = (tx: Transactor, upload: string, tokens: string[], case_number: string) =>
  tx
    .updateTable('upload_token')
    .set({ case_number })
    .where('upload_id', '=', upload)
    .where('token', 'in', tokens)
    .execute()

/** Uses after a stop in completed reports, each use and token once, by database. */
export const usesAfterStop = async (db: Reader): Promise<Map<string, number>> => {
  const once = db
    .selectFrom('upload_token')
    .innerJoin('usage_upload', 'usage_upload.id', 'upload_token.upload_id')
    .select(['usage_upload.database_id', 'usage_upload.usage_id', 'upload_token.token'])
    .distinct()
    .where('upload_token.class', '=', 'after-stop')
    .where('usage_upload.usage_id', 'is not', null)
  const rows = await db
    .selectFrom(once.as('once'))
    .select((eb) => ['once.database_id', eb.fn.countAll().as('n')])
    .groupBy('once.database_id')
    .execute()
  return new Map(rows.map(({ database_id, n }) => [database_id, Number(n)]))
}
