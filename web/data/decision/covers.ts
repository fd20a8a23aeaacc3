import type { Purpose } from '../../../api/contract/catalogue.ts'
import type { Scope } from '../../../api/contract/patient.ts'

/**
 * Whether a scope reaches what `database` links for `purpose`. The same rule as the api's, for databases that can be
 * stopped.
 */
export function covers(scope: Scope, database: string, purpose: Purpose): boolean {
  if ('databases' in scope && !scope.databases.includes(database)) return false
  if ('database' in scope && scope.database !== database) return false
  return !('purpose' in scope) || scope.purpose === purpose
}
