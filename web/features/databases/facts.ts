import type { DatabaseView } from '../../../api/contract/patient.ts'
import type { Messages } from '../../text/ja.ts'

/** How sure the catalogue is of what it says about a database: the first letter of its mark. */
export function certaintyOf(database: DatabaseView): keyof Messages['databases']['marks'] {
  if (database.mark.startsWith('S')) return 'official'
  if (database.mark.startsWith('T')) return 'third'
  if (database.mark === 'demo') return 'demo'
  return 'unknown'
}

/** What the law lets a patient do there, as far as it is confirmed. */
export function stopOf(database: DatabaseView): DatabaseView['opt_out'] {
  return isConfirmed(database) ? database.opt_out : 'unknown'
}

/** Whether a fact may be told as one. What is marked `?` is not confirmed and never shown as if it were. */
export function isConfirmed(database: DatabaseView): boolean {
  return certaintyOf(database) !== 'unknown'
}
