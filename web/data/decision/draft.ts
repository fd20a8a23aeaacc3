import type { Purpose } from '../../../api/contract/catalogue.ts'
import type { Choice, Scope } from '../../../api/contract/patient.ts'

/** The answers on P6 so far; null where nothing is chosen yet. */
export type Draft = {
  /** The query of the page on which the draft began, for example `database=demo-registry`. */
  from: string
  kind: 'all' | 'database' | 'purpose' | null
  database: string | null
  pair: { database: string; purpose: Purpose } | null
  choice: Choice | null
}

export const emptyDraft = (from: string): Draft => ({
  from,
  kind: null,
  database: null,
  pair: null,
  choice: null,
})

/** The scope of the draft; null while part of the question is open. */
export function scopeOf(draft: Draft): Scope | null {
  if (draft.kind === 'all') return { all: true }
  if (draft.kind === 'database') return draft.database === null ? null : { database: draft.database }
  return draft.kind === 'purpose' ? draft.pair : null
}
