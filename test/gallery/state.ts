import type { Page } from 'playwright-core'
import type { Messages } from '../../web/text/ja.ts'
import type { Answers } from './answers.ts'
import type { BROWSERS } from './browsers.ts'

/** Tools for what is done on a screen before it is looked at. */
export type Hands = { page: Page; t: Messages; tap: (name: string) => Promise<void> }

/** One screen in one state. */
export type ScreenState = {
  name: string
  path: string
  /** The usual answers for a signed-in person or for nobody, with what differs. */
  answers: Answers
  /** Shown on a kiosk's screen, not on a phone. */
  isKiosk?: true
  /** What is unusual about the browser. */
  browser?: keyof typeof BROWSERS
  /** The draft stored in this tab, as P6 leaves it for P7. */
  draft?: object
  act?: (hands: Hands) => Promise<void>
  /** Repeats the act in each language: another language ends it, because what is signed are its words. */
  actsAgain?: boolean
  /** Its heading, and words that it must show: what happened, and what can be done next. */
  says: (t: Messages) => [heading: string, ...words: string[]]
}
