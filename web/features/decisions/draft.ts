import type { Purpose } from '../../../api/contract/catalogue.ts'
import type { Choice, Scope } from '../../../api/contract/patient.ts'
import { tabStorage } from '../../data/web-storage.ts'

/** What was ticked on P6 so far; null is not yet. */
export type Draft = {
  /** The query of the page that it was made on, e.g. `database=demo-registry`. */
  from: string
  kind: 'all' | 'database' | 'purpose' | null
  database: string | null
  pair: { database: string; purpose: Purpose } | null
  choice: Choice | null
}

const KEY = 'draft'
let memory: string | null = null

export const emptyDraft = (from: string): Draft => ({
  from,
  kind: null,
  database: null,
  pair: null,
  choice: null,
})

/** The draft of this tab: Back and reload lose nothing. Where storage is blocked it lasts as long as the page. */
export function readDraft(): Draft | null {
  const text = tabStorage.get(KEY) ?? memory
  return text ? (JSON.parse(text) as Draft) : null
}

export function saveDraft(draft: Draft): void {
  memory = JSON.stringify(draft)
  tabStorage.set(KEY, memory)
}

export function clearDraft(): void {
  memory = null
  tabStorage.remove(KEY)
}

/** The scope that the draft stands for; null while part of the question is open. */
export function scopeOf(draft: Draft): Scope | null {
  if (draft.kind === 'all') return { all: true }
  if (draft.kind === 'database') return draft.database === null ? null : { database: draft.database }
  return draft.kind === 'purpose' ? draft.pair : null
}
