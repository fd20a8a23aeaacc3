import type { Messages } from '../../text/ja.ts'

/** A question of P12, and its anchor in the address: `/help#card`. */
export type Question = keyof Messages['help']['questions']

/** The questions, in the order of the page. */
export const QUESTIONS: Question[] = [
  'card',
  'pin',
  'family',
  'seen',
  'stopped',
  'given',
  'care',
  'device',
  'phone',
]

/** Number for questions. It is made up: nobody answers it. */
export const PHONE = '0120-000-000'
