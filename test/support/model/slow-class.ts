import { DAY, HOUR } from '../clock.ts'

type Decision = { at: number; choice: 'stop' | 'allow' }

/** The tokens of one linkage, by generation, and when each was stopped; null: it never was. */
export function tokensOf(decisions: Decision[]): { stopped_at: number | null }[] {
  const tokens: { stopped_at: number | null }[] = [{ stopped_at: null }]
  for (const { at, choice } of decisions) {
    const newest = tokens.at(-1)
    if (choice === 'stop' && newest?.stopped_at === null) newest.stopped_at = at
    if (choice === 'allow' && newest?.stopped_at !== null) tokens.push({ stopped_at: null })
  }
  return tokens
}

/** Midnight in Japan, nine hours ahead of UTC at any time of the year, at which a calendar day begins. */
const beginOf = (day: string) => Date.parse(`${day}T00:00:00Z`) - 9 * HOUR

/**
 * The class of a use, walked through by the hour: the holder may use the token in every hour that lies on a day on
 * which it may still be about to apply the stop, and at any hour under an approval that is not younger than the day of
 * the stop.
 */
export function slowClass({
  to,
  approved_on,
  stopped_at,
  dueHours,
}: {
  to: string
  approved_on: string | null
  stopped_at: number | null
  dueHours: number
}): 'before' | 'approved-before' | 'after-stop' {
  if (stopped_at === null) return 'before'
  const lastHour = beginOf(to) + DAY - HOUR
  let late = false
  let due = stopped_at
  for (let hours = 0; hours < dueHours; hours++) due += HOUR
  let midnight = beginOf('2026-01-01')
  while (midnight + DAY <= due) midnight += DAY
  for (let hour = midnight + DAY; hour <= lastHour; hour += HOUR) late = true
  if (!late) return 'before'
  if (approved_on === null) return 'after-stop'
  let dayOfStop = beginOf('2026-01-01')
  while (dayOfStop + DAY <= stopped_at) dayOfStop += DAY
  return beginOf(approved_on) <= dayOfStop ? 'approved-before' : 'after-stop'
}
