import { useState } from 'react'
import type { DatabaseView } from '../../../api/contract/patient.ts'
import { type Draft, emptyDraft } from '../../data/decision/draft.ts'
import { lastDraft, rememberDraft } from '../../data/device/tab-memory.ts'

/**
 * The draft of the page with this query. A new page begins without answers, except for the scope in the link that
 * opened it (`scope=all`, `database=<id>`).
 */
export function useDraft(
  query: string,
  about: DatabaseView | null,
): [Draft, (change: Partial<Draft>) => void] {
  const [draft, setDraft] = useState<Draft>(() => {
    const kept = lastDraft()
    if (kept?.from === query) return kept
    if (about) return { ...emptyDraft(query), kind: 'database', databases: [about.id] }
    return new URLSearchParams(query).get('scope') === 'all'
      ? { ...emptyDraft(query), kind: 'all' }
      : emptyDraft(query)
  })
  return [
    draft,
    (change) => {
      const next = { ...draft, ...change }
      setDraft(next)
      rememberDraft(next)
    },
  ]
}
