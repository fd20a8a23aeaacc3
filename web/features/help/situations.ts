import type { Messages } from '../../text/ja.ts'

/** A situation of P18, and its anchor in the address: `/missing#newborn`. */
export type Situation = keyof Messages['missing']['situations']

/** The situations, in the order of the page. */
export const SITUATIONS: Situation[] = [
  'notTold',
  'unresolved',
  'newborn',
  'welfare',
  'declined',
  'before2020',
  'card',
]
