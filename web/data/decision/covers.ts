import type { Purpose } from '../../../api/contract/catalogue.ts'
import type { Scope } from '../../../api/contract/patient.ts'

/**
 * Whether a scope reaches what `database` links for `purpose`. The same rule as the api's, for databases that can be
 * stopped.
 */
export function covers(scope: Scope, database: string, purpose: Purpose): boolean {
  const named = namedIn(scope)
  if (named.length > 0 && !named.includes(database)) return false
  return !('purpose' in scope) || scope.purpose === purpose
}

/** The databases that a scope names. None: it covers every database. */
export function namedIn(scope: Scope): string[] {
  if ('databases' in scope) return scope.databases
  return 'database' in scope ? [scope.database] : []
}
