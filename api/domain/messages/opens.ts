import { type Database, PURPOSES } from '../../contract/catalogue.ts'
import { addDays, dayInJapan } from '../calendar.ts'
import type { TimedMessage } from './timed.ts'

/**
 * Messages of purposes that databases opened: until their freeze is over, to everybody, because nobody knows yet whose
 * records will be linked. Afterwards only to those whose account was there when it began. Times in milliseconds since
 * the epoch. @param since when the account began.
 */
export const opens = (
  databases: readonly Pick<Database, 'id' | 'freeze_days' | 'opened_on'>[],
  { since, now }: { since: number; now: number },
): TimedMessage[] =>
  databases.flatMap(({ id, freeze_days, opened_on }) =>
    PURPOSES.flatMap((purpose): TimedMessage[] => {
      const day = opened_on[purpose]
      if (freeze_days === 0 || day === undefined) return []
      const at = Date.parse(`${day}T00:00:00+09:00`)
      const usable_from = addDays(day, freeze_days)
      const isFrozen = dayInJapan(new Date(now)) < usable_from
      if (!isFrozen && since > at) return []
      return [{ id: `opens.${id}.${purpose}.${day}`, at, kind: 'opens', database: id, purpose, usable_from }]
    }),
  )
