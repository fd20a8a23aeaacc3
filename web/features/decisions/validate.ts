import { type Draft, MOST_DATABASES } from '../../data/decision/draft.ts'
import type { Messages } from '../../text/ja.ts'
import type { FieldError } from '../../ui/form/ErrorSummary.tsx'
import { firstRadioId } from '../../ui/form/Radios.tsx'
import type { Step } from './step.ts'

/** Names of the questions of P6, which are also the names of their inputs. */
export const FIELDS = {
  scope: 'scope',
  everywhere: 'everywhere',
  databases: 'databases',
  pair: 'purpose',
  choice: 'choice',
} as const

/** The missing and impossible answers of one question, in the order of the page. */
export function missingIn(draft: Draft, step: Step, t: Messages): FieldError[] {
  const d = t.decisions
  const faults: [boolean, string, string][] = [
    [draft.kind === null, FIELDS.scope, d.needScope],
    [draft.kind === 'everywhere' && draft.everywhere === null, FIELDS.everywhere, d.needPurpose],
    [draft.kind === 'database' && draft.databases.length === 0, FIELDS.databases, d.needDatabase],
    [
      draft.kind === 'database' && draft.databases.length > MOST_DATABASES,
      FIELDS.databases,
      d.tooManyDatabases(MOST_DATABASES),
    ],
    [draft.kind === 'purpose' && draft.pair === null, FIELDS.pair, d.needPurpose],
    [draft.choice === null, FIELDS.choice, d.needChoice],
  ]
  return faults
    .filter(([missing, field]) => missing && (field === FIELDS.choice) === (step === 'choice'))
    .map(([, field, text]) => ({ field: firstRadioId(field), text }))
}
