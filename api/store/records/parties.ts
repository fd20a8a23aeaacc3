import type { ExpressionBuilder } from 'kysely'
import { chunks } from '../chunks.ts'
import type { Schema } from '../schema.ts'
import type { Reader, Transactor } from '../store.ts'
import type { HeardUntil, PartyRow } from './rows.ts'

/** Holds for the linkages that a person sees: their own, and those that may be about them. */
export const isSeenBy = (subject: string) => (eb: ExpressionBuilder<Schema, 'linkage'>) =>
  eb('linkage.id', 'in', (of) =>
    of
      .selectFrom('linkage as own')
      .select('own.id')
      .where('own.subject', '=', subject)
      .unionAll(
        of
          .selectFrom('party')
          .select('party.linkage_id as id')
          .where('party.subject', '=', subject)
          .where('party.kind', '!=', 'apart'),
      ),
  )

/** Holds for the linkages for which a decision that one of these people makes now counts. */
export const isStoppedBy = (subjects: readonly string[]) => (eb: ExpressionBuilder<Schema, 'linkage'>) =>
  eb('linkage.id', 'in', (of) =>
    of
      .selectFrom('linkage as own')
      .select('own.id')
      .where('own.subject', 'in', subjects)
      .unionAll(
        of
          .selectFrom('party')
          .select('party.linkage_id as id')
          .where('party.subject', 'in', subjects)
          .where('party.until', 'is', null),
      ),
  )

/** Whose stops count for these linkages, besides those of their person. */
export async function partiesOf(db: Reader, linkages: string[]): Promise<Map<string, PartyRow[]>> {
  const rows: PartyRow[] = []
  for (const some of chunks(linkages))
    rows.push(...(await db.selectFrom('party').selectAll().where('linkage_id', 'in', some).execute()))
  return Map.groupBy(rows, ({ linkage_id }) => linkage_id)
}

/** Adds people whose stops count from now on. @returns those that are new, or count wholly again. */
export async function insertParties(tx: Transactor, rows: PartyRow[]): Promise<PartyRow[]> {
  const added: PartyRow[] = []
  for (const some of chunks(rows))
    added.push(
      ...(await tx
        .insertInto('party')
        .values(some)
        .onConflict((conflict) =>
          conflict
            .columns(['linkage_id', 'subject'])
            .doUpdateSet((eb) => ({ kind: eb.ref('excluded.kind'), until: null, own_until: null }))
            .where('party.until', 'is not', null)
            .where('excluded.until', 'is', null),
        )
        .returningAll()
        .execute()),
    )
  return added
}

/** For the linkages of `subject`, decisions of `other` count no further than this. */
export const endParties = (
  tx: Transactor,
  { subject, other }: { subject: string; other: string },
  heard: HeardUntil,
) =>
  tx
    .updateTable('party')
    .set(heard)
    .where('subject', '=', other)
    .where('kind', '=', 'apart')
    .where('linkage_id', 'in', (eb) => eb.selectFrom('linkage').select('id').where('subject', '=', subject))
    .execute()

/** Those of these tokens whose change somebody else than `subject` decided: whether that still waits in the pool. */
export async function decidedByOthers(
  db: Reader,
  tokens: string[],
  subject: string,
): Promise<Map<string, 'waits' | 'published'>> {
  const found = new Map<string, 'waits' | 'published'>()
  for (const some of chunks(tokens)) {
    const published = db.selectFrom('event').select('token').where('token', 'in', some)
    for (const { token } of await published.where('decided_by', '!=', subject).execute())
      found.set(token, 'published')
    const waiting = db.selectFrom('outbox').select('token').where('token', 'in', some)
    for (const { token } of await waiting.where('decided_by', '!=', subject).execute())
      found.set(token, 'waits')
  }
  return found
}
