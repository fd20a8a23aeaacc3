import type { Database, Purpose } from '../contract/catalogue.ts'
import type { TokenState } from '../contract/holder.ts'
import type { Choice } from '../contract/patient.ts'
import { addDays } from './calendar.ts'

/** Whether the law lets a linkage be used yet, regardless of decisions. */
export type Availability = { state: 'usable' | 'waiting'; usable_from: string | null }

/**
 * A linkage whose law demands notice is `waiting` until notice + the days of the law; without a notice it waits
 * without end (I8). One for a purpose that was opened lately waits until that freeze is over. The later day counts.
 * @param linkage `notified_on`: calendar day in Japan on which the person was told, or null.
 * @param today calendar day in Japan.
 */
export function availability(
  database: Database,
  { purpose, notified_on }: { purpose: Purpose; notified_on: string | null },
  today: string,
): Availability {
  const { notice_days, freeze_days, opened_on } = database
  if (notice_days !== null && notified_on === null) return { state: 'waiting', usable_from: null }
  const opened = freeze_days > 0 ? opened_on[purpose] : undefined
  const noticed = notice_days !== null && notified_on !== null ? addDays(notified_on, notice_days) : null
  const from = later(noticed, opened === undefined ? null : addDays(opened, freeze_days))
  return { state: from === null || from <= today ? 'usable' : 'waiting', usable_from: from }
}

const later = (a: string | null, b: string | null): string | null =>
  a !== null && b !== null && a > b ? a : (b ?? a)

/** What a choice requires for a linkage whose current token has this state. */
export function transition(choice: Choice, state: TokenState): 'revoke' | 'renew' | 'nothing' {
  if (choice === 'stop') return state === 'usable' || state === 'waiting' ? 'revoke' : 'nothing'
  return state === 'revoked' ? 'renew' : 'nothing'
}
