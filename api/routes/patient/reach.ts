import type { Database } from '../../contract/catalogue.ts'
import type { Scope } from '../../contract/patient.ts'
import { unreachable } from '../../domain/reach.ts'
import { ProblemError } from '../../problem.ts'

/**
 * Passes a scope that can be decided about here. @param prefix as in `unreachable`.
 * @throws ProblemError unknown-database, not-stoppable
 */
export function requireReachable(scope: Scope, databases: Database[], prefix: string): void {
  const why = unreachable(scope, databases, prefix)
  if (why) throw new ProblemError(why.code, why.issues ? { issues: why.issues } : {})
}
