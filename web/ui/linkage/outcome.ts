import type { OutcomeView } from '../../../api/contract/outcomes.ts'
import type { LinkageView } from '../../../api/contract/patient.ts'
import type { Text } from '../../text/text.tsx'

type Words = Pick<Text, 't' | 'format'>

/**
 * The outcome of a stop, once its holder acts on its whole feed up to there. Before that no line of it says more than
 * the steps do. Copies on a device may lack it.
 */
export const settledOutcome = ({ progress, outcome }: LinkageView): OutcomeView | null =>
  outcome && (!progress || progress.applied_at) ? outcome : null

/** What a holder said became of a stop, with its reason and its last day. Without a full stop. */
export const outcomeWords = (outcome: OutcomeView, words: Words): string =>
  words.t.databases.outcomes[outcome.code] + outcomeDetails(outcome, words)

/** Only the reason and the last day, in brackets; nothing where there are none, or where it stopped. */
export function outcomeDetails({ code, reason, until }: OutcomeView, { t, format }: Words): string {
  const d = t.databases
  if (code === 'applied') return ''
  const details = [reason && d.outcomeReasons[reason], until && d.outcomeUntil(format.date(until))]
  const known = details.filter((detail) => detail !== undefined)
  return known.length > 0 ? d.outcomeDetails(known.join(d.outcomeBetween)) : ''
}
