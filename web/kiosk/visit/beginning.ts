import { emptyDraft } from '../../data/decision/draft.ts'
import type { Progress } from './kiosk-context.ts'

/** The progress of a new visit, at a screen. */
export const beginning = (screen: Progress['screen']): Progress => ({
  screen,
  proofing: null,
  draft: emptyDraft(''),
  databases: [],
  publishing: undefined,
  answer: null,
})
