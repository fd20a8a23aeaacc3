import { forgetDraft, lastDraft, rememberDraft } from '../../data/tab-memory.ts'
import type { Draft } from './draft.ts'

/** The draft of this tab: Back and reload lose nothing. */
export const readDraft = () => lastDraft() as Draft | null

export const saveDraft = (draft: Draft): void => rememberDraft(draft)

export const clearDraft = forgetDraft
