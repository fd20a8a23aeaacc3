import type { Reader, Transactor } from '../store.ts'
import type { AccountEventRow } from './rows.ts'

/** How long what happened to an account is told: two years. */
const KEPT_MS = 2 * 365 * 86_400_000

/** Notes what happened to a person's account, in the transaction that does it. */
export const noteAccount = (tx: Transactor, events: Omit<AccountEventRow, 'expires_at'>[]) =>
  tx
    .insertInto('account_event')
    .values(events.map((event) => ({ ...event, expires_at: event.at + KEPT_MS })))
    .execute()

/** What happened to a person's account. */
export const accountEventsOf = (db: Reader, subject: string): Promise<AccountEventRow[]> =>
  db.selectFrom('account_event').selectAll().where('subject', '=', subject).execute()
