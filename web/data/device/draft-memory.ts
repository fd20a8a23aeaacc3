import type { Draft } from '../decision/draft.ts'
import { forgetDraft, lastDraft, rememberDraft } from './tab-memory.ts'

/** The draft of this tab: Back and reload lose nothing. */
export const readDraft = () => lastDraft() as Draft | null

export const saveDraft = (draft: Draft): void => rememberDraft(draft)

export const clearDraft = forgetDraft
