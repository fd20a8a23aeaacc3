import type { Relation } from '../../api/contract/acting.ts'
import type { Choice, DatabaseView, Scope } from '../../api/contract/patient.ts'
import type { Messages } from './ja.ts'
import type { Text } from './text.tsx'

/** What names a database, for a patient and for anybody. */
export type Named = Pick<DatabaseView, 'id' | 'name'>

/**
 * Returns a look-up of database names in the current language. @param unknown what a database is called that is not
 * among them; without it, it keeps its id.
 */
export function nameOfDatabase(
  databases: Named[],
  pick: Text['pick'],
  unknown?: string,
): (id: string) => string {
  const names = new Map(databases.map((database) => [database.id, pick(database.name)]))
  return (id) => names.get(id) ?? unknown ?? id
}

/** A decision, and how whoever made it stands to its person: a receipt calls that `acting`. Without it they are one. */
export type Worded = {
  choice: Choice
  scope: Scope
  for?: Relation | undefined
  acting?: Relation | undefined
}

/** The statement of a decision as one sentence. `nameOf` returns the name of a database in the same language. */
export function statementOf(t: Messages, decision: Worded, nameOf: (id: string) => string): string {
  const scope = scopeWords(t, decision.scope, nameOf)
  const relation = decision.for ?? decision.acting
  if (relation) return t.decisions.statementsFor[relation][decision.choice](scope)
  return decision.choice === 'stop' ? t.decisions.stopStatement(scope) : t.decisions.allowStatement(scope)
}

/** Exactly the lines that a person sees before deciding, separated by newlines. Their hash goes into the decision. */
export function decisionWords(t: Messages, decision: Worded, nameOf: (id: string) => string): string {
  const { consequences, consequencesFor } = t.decisions
  const lines = (decision.for ?? decision.acting) ? consequencesFor : consequences
  return [statementOf(t, decision, nameOf), ...lines].join('\n')
}

/** What a decision is about, in words. `nameOf` returns the name of a database in the same language. */
export function scopeWords(t: Messages, scope: Scope, nameOf: (id: string) => string): string {
  const { everything, purposeEverywhere, databasePurpose, several } = t.decisions
  if ('all' in scope) return everything
  if ('databases' in scope)
    return scope.databases.map((id) => several.each.replace('{name}', () => nameOf(id))).join(several.between)
  const purpose = 'purpose' in scope ? t.databases.purposes[scope.purpose] : null
  if (!('database' in scope)) return purposeEverywhere(purpose ?? '')
  return purpose === null ? nameOf(scope.database) : databasePurpose(nameOf(scope.database), purpose)
}
