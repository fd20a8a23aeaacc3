import type { Database } from '../contract/catalogue.ts'
import type { Scope } from '../contract/patient.ts'
import type { Problem, ProblemCode } from '../contract/problems.ts'
import { coveredDatabases, namedIn } from './decision.ts'

/** Why nobody can decide about a scope. `issues`: which of several databases are at fault, by their place. */
export type Unreachable = {
  code: Extract<ProblemCode, 'unknown-database' | 'not-stoppable'>
  issues?: NonNullable<Problem['issues']>
}

/**
 * Why nobody can decide about a scope here; null: it can be decided about. It must cover something, and so must each
 * of several databases. @param prefix of paths in the request: `decision.scope.`.
 */
export function unreachable(scope: Scope, databases: Database[], prefix: string): Unreachable | null {
  const reaches = (one: Scope) => coveredDatabases(one, databases).length > 0
  const isKnown = (id: string) => databases.some((database) => database.id === id)
  const ids = namedIn(scope)
  if (!('databases' in scope)) {
    if (!ids.every(isKnown)) return { code: 'unknown-database' }
    return reaches(scope) ? null : { code: 'not-stoppable' }
  }
  const wrong = (isRight: (id: string) => boolean, messageOf: (id: string) => string) =>
    ids.flatMap((id, i) => (isRight(id) ? [] : [{ path: `${prefix}databases.${i}`, message: messageOf(id) }]))
  const unknown = wrong(isKnown, () => 'must be a database of the catalogue')
  if (unknown.length > 0) return { code: 'unknown-database', issues: unknown }
  // These ids are the catalogue's own, so an answer may repeat them.
  const closed = wrong(
    (database) => reaches({ database }),
    (id) => `${id} cannot be stopped here`,
  )
  return closed.length > 0 ? { code: 'not-stoppable', issues: closed } : null
}
