import type { Choice, DatabaseView, Scope } from '../../api/contract/patient.ts'
import type { Messages } from './ja.ts'
import type { Text } from './text.tsx'

/** Looks up names of databases in the current language; an unknown one keeps its id. */
export function nameOfDatabase(databases: DatabaseView[], pick: Text['pick']): (id: string) => string {
  const names = new Map(databases.map((database) => [database.id, pick(database.name)]))
  return (id) => names.get(id) ?? id
}

/** The sentence that a decision is. `nameOf` gives the name of a database in the same language. */
export function statementOf(
  t: Messages,
  decision: { choice: Choice; scope: Scope },
  nameOf: (id: string) => string,
): string {
  const scope = scopeWords(t, decision.scope, nameOf)
  return decision.choice === 'stop' ? t.decisions.stopStatement(scope) : t.decisions.allowStatement(scope)
}

/** Exactly the lines that a person sees before they decide, one a line: their hash goes into the decision. */
export function decisionWords(
  t: Messages,
  decision: { choice: Choice; scope: Scope },
  nameOf: (id: string) => string,
): string {
  return [statementOf(t, decision, nameOf), ...t.decisions.consequences].join('\n')
}

function scopeWords(t: Messages, scope: Scope, nameOf: (id: string) => string): string {
  if ('all' in scope) return t.decisions.everything
  if (!('purpose' in scope)) return nameOf(scope.database)
  return t.decisions.databasePurpose(nameOf(scope.database), t.databases.purposes[scope.purpose])
}
