import { emptyDraft } from '../../data/decision/draft.ts'
import type { Progress } from './kiosk-context.ts'

/** A visit in which nothing has been done yet, on a screen. */
export const beginning = (screen: Progress['screen']): Progress => ({
  screen,
  proofing: null,
  draft: emptyDraft(''),
  databases: [],
  publishing: undefined,
  answer: null,
})
