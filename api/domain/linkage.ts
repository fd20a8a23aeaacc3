import type { Database } from '../contract/catalogue.ts'
import type { TokenState } from '../contract/holder.ts'
import type { Choice } from '../contract/patient.ts'
import { addDays } from './calendar.ts'

/** Whether the law lets a linkage be used yet, regardless of decisions. */
export type Availability = { state: 'usable' | 'waiting'; usable_from: string | null }

/**
 * A linkage whose law demands notice is `waiting` until notice + the days of the law; without a notice it waits
 * without end (I8).
 * @param notifiedOn calendar day in Japan on which the person was told, or null.
 * @param today calendar day in Japan.
 */
export function availability(database: Database, notifiedOn: string | null, today: string): Availability {
  if (database.notice_days === null) return { state: 'usable', usable_from: null }
  if (notifiedOn === null) return { state: 'waiting', usable_from: null }
  const from = addDays(notifiedOn, database.notice_days)
  return from <= today ? { state: 'usable', usable_from: from } : { state: 'waiting', usable_from: from }
}

/** What a choice requires for a linkage whose current token has this state. */
export function transition(choice: Choice, state: TokenState): 'revoke' | 'renew' | 'nothing' {
  if (choice === 'stop') return state === 'usable' || state === 'waiting' ? 'revoke' : 'nothing'
  return state === 'revoked' ? 'renew' : 'nothing'
}
