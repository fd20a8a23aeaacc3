import type { OutcomeView } from '../../../api/contract/outcomes.ts'
import type { Text } from '../../text/text.tsx'

type Words = Pick<Text, 't' | 'format'>

/** What a holder said became of a stop, with its reason and its last day. Without a full stop. */
export const outcomeWords = (outcome: OutcomeView, words: Words): string =>
  words.t.databases.outcomes[outcome.code] + outcomeDetails(outcome, words)

/** Only the reason and the last day, in brackets; nothing where there are none. */
export function outcomeDetails({ reason, until }: OutcomeView, { t, format }: Words): string {
  const d = t.databases
  const details = [reason && d.outcomeReasons[reason], until && d.outcomeUntil(format.date(until))]
  const known = details.filter((detail) => detail !== undefined)
  return known.length > 0 ? d.outcomeDetails(known.join(d.outcomeBetween)) : ''
}
