import type { Message } from '../../contract/messages.ts'
import { newestFirst } from '../record/page.ts'

/** A message with its time in milliseconds since the epoch, whoever has read it. */
export type TimedMessage = Omit<Message, 'at' | 'read_at'> & { at: number }

/** How long a message is listed, in milliseconds: two years. */
export const LISTED_MS = 2 * 365 * 86_400_000
/** How many are listed. */
const MOST = 100

/**
 * The messages of a person, newest first: what happened since the account began. What opens concerns everybody,
 * whenever the account began. @param since when the account began.
 */
export const listed = (all: TimedMessage[], { since, now }: { since: number; now: number }): TimedMessage[] =>
  all
    .filter(({ kind, at }) => at <= now && at > now - LISTED_MS && (at > since || kind === 'opens'))
    .sort(newestFirst)
    .slice(0, MOST)

/** Whether one of them happened in a span of time. @param after exclusive. @param until inclusive. */
export const hasNews = (messages: Pick<TimedMessage, 'at'>[], after: number, until: number): boolean =>
  messages.some(({ at }) => at > after && at <= until)
