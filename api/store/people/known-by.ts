import type { Scheme } from '../../contract/identifiers.ts'
import type { Reader, Transactor } from '../store.ts'

/** The name of the key by which people are known who have no alias; null: nothing was stored yet. */
export const subjectKeyOf = async (db: Reader): Promise<string | null> =>
  (await db.selectFrom('subject_key').select('key_name').executeTakeFirst())?.key_name ?? null

export const setSubjectKey = (tx: Transactor, key_name: string) =>
  tx
    .insertInto('subject_key')
    .values({ id: 1, key_name })
    .onConflict((conflict) => conflict.column('id').doUpdateSet({ key_name }))
    .execute()

/**
 * Counts the people of whom anything is stored that may still matter: a linkage, a decision, an account, a record that
 * may be theirs. `known`: how many of them are known under the key by one of the schemes, and by each scheme by which
 * they are known under another. ID4 counts with ID5.
 */
export async function countKnown(
  db: Reader,
  by: { key_name: string; schemes: readonly Scheme[] },
): Promise<{ people: number; known: number }> {
  const schemes = by.schemes.includes('id5') ? ([...by.schemes, 'id4'] as const) : by.schemes
  const people = db
    .selectFrom('linkage')
    .select('subject')
    .where('removed_at', 'is', null)
    .union(db.selectFrom('decision').select('subject'))
    .union(db.selectFrom('patient').select('subject'))
    .union(db.selectFrom('party').select('subject'))
  const { all, known } = await db
    .selectFrom(people.as('person'))
    .select((eb) => [
      eb.fn.countAll().as('all'),
      eb.fn
        .sum(
          eb
            .case()
            .when(
              eb.and([
                eb.exists(
                  eb
                    .selectFrom('alias')
                    .select('alias.alias')
                    .whereRef('alias.subject', '=', 'person.subject')
                    .where('alias.key_name', '=', by.key_name)
                    .where('alias.scheme', 'in', schemes),
                ),
                eb.not(
                  eb.exists(
                    eb
                      .selectFrom('alias as old')
                      .select('old.alias')
                      .whereRef('old.subject', '=', 'person.subject')
                      .where('old.key_name', '!=', by.key_name)
                      .where(({ not, exists, selectFrom }) =>
                        not(
                          exists(
                            selectFrom('alias as now')
                              .select('now.alias')
                              .whereRef('now.subject', '=', 'old.subject')
                              .whereRef('now.scheme', '=', 'old.scheme')
                              .where('now.key_name', '=', by.key_name),
                          ),
                        ),
                      ),
                  ),
                ),
              ]),
            )
            .then(1)
            .else(0)
            .end(),
        )
        .as('known'),
    ])
    .executeTakeFirstOrThrow()
  return { people: Number(all), known: Number(known ?? 0) }
}

/** Forgets what other keys than this one made of identifiers. */
export const dropOtherAliases = (tx: Transactor, key_name: string) =>
  tx.deleteFrom('alias').where('key_name', '!=', key_name).execute()

/** When the newest decision of anybody was made, in milliseconds since the epoch; null: there is none. */
export const lastDecisionAt = async (db: Reader): Promise<number | null> =>
  (
    await db
      .selectFrom('decision')
      .select((eb) => eb.fn.max('recorded_at').as('at'))
      .executeTakeFirst()
  )?.at ?? null
