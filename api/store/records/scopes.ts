import type { Scope } from '../../contract/patient.ts'
import type { DecisionRow } from './rows.ts'

/** Columns of a scope, as a decision has them. */
export type ScopeColumns = Pick<DecisionRow, 'scope_database' | 'scope_purpose' | 'scope_databases'>

/** Stands in `scope_database` of a decision about several databases. No database can have this id. */
export const SEVERAL = '*'

export const columnsOf = (scope: Scope): ScopeColumns =>
  'databases' in scope
    ? { scope_database: SEVERAL, scope_purpose: null, scope_databases: scope.databases.join() }
    : {
        scope_database: 'database' in scope ? scope.database : null,
        scope_purpose: 'purpose' in scope ? scope.purpose : null,
        scope_databases: null,
      }

export function scopeOf({ scope_database, scope_purpose, scope_databases }: ScopeColumns): Scope {
  if (scope_databases !== null) return { databases: scope_databases.split(',') }
  if (scope_database !== null)
    return scope_purpose === null
      ? { database: scope_database }
      : { database: scope_database, purpose: scope_purpose }
  return scope_purpose === null ? { all: true } : { purpose: scope_purpose }
}
