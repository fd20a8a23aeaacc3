import type { Databases } from '../../catalogue/load.ts'
import type { Asked, Relation } from '../../contract/acting.ts'
import type { LinkageView } from '../../contract/patient.ts'
import { overlap } from '../../domain/acting.ts'
import { covers, stoppable } from '../../domain/decision.ts'
import { actedOf, keptOf, type MadeRow, madeOf } from '../../store/records/acting.ts'
import { scopeOf } from '../../store/records/scopes.ts'
import type { Reader } from '../../store/store.ts'

/** Ids of the decisions that are the newest ones for some purpose of some database. */
function standingIds(made: MadeRow[], databases: Databases): Set<string> {
  const newestFirst = made
    .toSorted((one, other) => other.ordinal - one.ordinal)
    .map((row) => ({ id: row.id, scope: scopeOf(row) }))
  const standing = new Set<string>()
  for (const database of databases.all.map(stoppable))
    for (const purpose of database.purposes) {
      const newest = newestFirst.find(({ scope }) => covers(scope, database, purpose))
      if (newest) standing.add(newest.id)
    }
  return standing
}

/**
 * Representatives' decisions that stand and that their person is to be asked about, newest first: until the person says
 * to keep one, or decides about what it reaches.
 */
export async function askedOf(db: Reader, databases: Databases, subject: string): Promise<Asked[]> {
  const acted = await actedOf(db, subject)
  if (acted.length === 0) return []
  const made = await madeOf(db, subject)
  const kept = await keptOf(db, subject)
  const standing = standingIds(made, databases)
  const own = made.filter(({ acting }) => acting === null)
  return acted.flatMap((row): Asked[] => {
    const { id, acting: relation } = row
    if (relation === null || kept.has(id) || !standing.has(id)) return []
    const decided = own.some(
      (one) => one.ordinal > row.ordinal && overlap(scopeOf(one), scopeOf(row), databases.all),
    )
    return decided ? [] : [{ id, relation }]
  })
}

/** By whom the decision was made that stands for a purpose of a database; undefined: by the person, or none stands. */
export async function representativesIn(
  db: Reader,
  databases: Databases,
  subject: string,
): Promise<(database_id: string, purpose: LinkageView['purpose']) => Relation | undefined> {
  const acted = await actedOf(db, subject)
  if (acted.length === 0) return () => undefined
  const made = (await madeOf(db, subject))
    .toSorted((one, other) => other.ordinal - one.ordinal)
    .map(({ acting, ...row }) => ({ acting, scope: scopeOf(row) }))
  return (database_id, purpose) => {
    const database = databases.find(database_id)
    const newest = database && made.find(({ scope }) => covers(scope, database, purpose))
    return newest?.acting ?? undefined
  }
}
