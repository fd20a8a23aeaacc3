import { chunks } from '../chunks.ts'
import type { Reader, Transactor } from '../store.ts'
import type { AliasRow, KinRow } from './rows.ts'

/** Whose these aliases are, as far as they have a row. */
export async function subjectsOf(db: Reader, aliases: string[]): Promise<Map<string, string>> {
  const found = new Map<string, string>()
  for (const some of chunks(aliases)) {
    const query = db.selectFrom('alias').select(['alias', 'subject']).where('alias', 'in', some)
    for (const { alias, subject } of await query.execute()) found.set(alias, subject)
  }
  return found
}

/** Adds aliases. One that another transaction has added meanwhile keeps its subject. */
export async function insertAliases(tx: Transactor, rows: AliasRow[]): Promise<void> {
  for (const some of chunks(rows))
    await tx
      .insertInto('alias')
      .values(some)
      .onConflict((conflict) => conflict.doNothing())
      .execute()
}

/** Subjects that were named as one person with each of these, also those that no longer are. */
export async function kinOf(db: Reader, subjects: string[]): Promise<Map<string, KinRow[]>> {
  const rows: KinRow[] = []
  for (const some of chunks(subjects))
    rows.push(...(await db.selectFrom('kin').selectAll().where('subject', 'in', some).execute()))
  return Map.groupBy(rows, ({ subject }) => subject)
}

/** Notes two subjects as kin from now on, unless they are. */
export const insertKin = (tx: Transactor, [a, b]: [string, string], of: Pick<KinRow, 'reason' | 'since'>) =>
  tx
    .insertInto('kin')
    .values([
      { ...of, subject: a, other: b, until: null, own_until: null },
      { ...of, subject: b, other: a, until: null, own_until: null },
    ])
    .onConflict((conflict) =>
      conflict
        .columns(['subject', 'other'])
        .doUpdateSet({ ...of, until: null, own_until: null })
        .where('kin.until', 'is not', null),
    )
    .execute()

/** Notes that two subjects are no longer kin. `until`: the ordinal of the newest decision of each. */
export async function endKin(
  tx: Transactor,
  pair: [{ subject: string; until: number }, { subject: string; until: number }],
): Promise<void> {
  for (const [own, other] of [pair, pair.toReversed()] as (typeof pair)[])
    await tx
      .updateTable('kin')
      .set({ until: other.until, own_until: own.until })
      .where('subject', '=', own.subject)
      .where('other', '=', other.subject)
      .execute()
}

/** Which of these subjects have an account. */
export const withAccount = async (db: Reader, subjects: string[]): Promise<Set<string>> =>
  new Set(
    (await db.selectFrom('patient').select('subject').where('subject', 'in', subjects).execute()).map(
      ({ subject }) => subject,
    ),
  )

/**
 * What is stored at a subject. `person`: an account or a decision · `kyotsu`: an identifier beside ID5 · `anything`: these,
 * or a linkage.
 */
export async function whatIsAt(
  db: Reader,
  subject: string,
): Promise<{ person: boolean; kyotsu: boolean; anything: boolean }> {
  const has = async (table: 'patient' | 'decision' | 'linkage') =>
    (await db.selectFrom(table).select('id').where('subject', '=', subject).limit(1).executeTakeFirst()) !==
    undefined
  const person = (await has('patient')) || (await has('decision'))
  const kyotsu = await db
    .selectFrom('alias')
    .select('alias')
    .where('subject', '=', subject)
    .where('scheme', '=', 'kyotsu')
    .limit(1)
    .executeTakeFirst()
  return { person, kyotsu: kyotsu !== undefined, anything: person || (await has('linkage')) }
}
