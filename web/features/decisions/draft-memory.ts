import { DRAFT } from '../../data/tab-memory.ts'
import { tabStorage } from '../../data/web-storage.ts'
import type { Draft } from './draft.ts'

let memory: string | null = null

/** The draft of this tab: Back and reload lose nothing. Where storage is blocked it lasts as long as the page. */
export function readDraft(): Draft | null {
  const text = tabStorage.get(DRAFT) ?? memory
  return text ? (JSON.parse(text) as Draft) : null
}

export function saveDraft(draft: Draft): void {
  memory = JSON.stringify(draft)
  tabStorage.set(DRAFT, memory)
}

export function clearDraft(): void {
  memory = null
  tabStorage.remove(DRAFT)
}
