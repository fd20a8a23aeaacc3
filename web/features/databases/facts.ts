import type { DatabaseView } from '../../../api/contract/patient.ts'
import type { Messages } from '../../text/ja.ts'

/** How sure the catalogue is of a database, from the first letter of its mark. */
export function certaintyOf(database: DatabaseView): keyof Messages['databases']['marks'] {
  if (database.mark.startsWith('S')) return 'official'
  if (database.mark.startsWith('T')) return 'third'
  if (database.mark === 'demo') return 'demo'
  return 'unknown'
}

/** What the law allows a patient there; `unknown` unless it is confirmed. */
export function stopOf(database: DatabaseView): DatabaseView['opt_out'] {
  return isConfirmed(database) ? database.opt_out : 'unknown'
}

/** Whether the facts of a database are confirmed. Facts marked `?` are never shown as certain. */
export function isConfirmed(database: DatabaseView): boolean {
  return certaintyOf(database) !== 'unknown'
}
