import type { Draft } from '../../data/decision/draft.ts'
import type { Messages } from '../../text/ja.ts'
import type { FieldError } from '../../ui/form/ErrorSummary.tsx'
import { firstRadioId } from '../../ui/form/Radios.tsx'

/** Names of the questions of P6, which are also the names of their radios. */
export const FIELDS = { scope: 'scope', database: 'database', pair: 'purpose', choice: 'choice' } as const

/** The missing answers, in the order of the page. */
export function missingIn(draft: Draft, t: Messages): FieldError[] {
  const d = t.decisions
  const faults: [boolean, string, string][] = [
    [draft.kind === null, FIELDS.scope, d.needScope],
    [draft.kind === 'database' && draft.database === null, FIELDS.database, d.needDatabase],
    [draft.kind === 'purpose' && draft.pair === null, FIELDS.pair, d.needPurpose],
    [draft.choice === null, FIELDS.choice, d.needChoice],
  ]
  return faults
    .filter(([missing]) => missing)
    .map(([, field, text]) => ({ field: firstRadioId(field), text }))
}
