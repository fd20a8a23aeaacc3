import { DAY, HOUR } from '../clock.ts'

type Decision = { at: number; choice: 'stop' | 'allow' }

/** A token of one linkage. `stopped_at` null: it never was. `allowed_at`: when it was allowed; null: it is the first. */
export type Token = { stopped_at: number | null; allowed_at: number | null }

/** The tokens of one linkage, by generation. */
export function tokensOf(decisions: Decision[]): Token[] {
  const tokens: Token[] = [{ stopped_at: null, allowed_at: null }]
  for (const { at, choice } of decisions) {
    const newest = tokens.at(-1)
    if (choice === 'stop' && newest?.stopped_at === null) newest.stopped_at = at
    if (choice === 'allow' && newest?.stopped_at !== null) tokens.push({ stopped_at: null, allowed_at: at })
  }
  return tokens
}

type Slow = 'before' | 'approved-before' | 'after-stop'

/** The last day of a use on which a stop that an allow ended can count, hour by hour; null: none of its days. */
function lastDayUnder(allowed_at: number, { from, to }: { from: string; to: string }): string | null {
  let last: string | null = null
  for (let hour = beginOf(from); hour < beginOf(to) + DAY; hour += HOUR) {
    const day = new Date(hour + 9 * HOUR).toISOString().slice(0, 10)
    if (beginOf(day) <= allowed_at) last = day
  }
  return last
}

/** The class of a use of the last of these tokens: its own, or a graver one of the days under an earlier stop. */
export function slowClassOf(
  { from, to, approved_on }: { from: string; to: string; approved_on: string | null },
  tokens: Token[],
  dueHours: number,
): Slow {
  const classes = tokens.map(({ stopped_at }, i): Slow => {
    const allowed_at = tokens[i + 1]?.allowed_at ?? null
    const last = allowed_at === null ? to : lastDayUnder(allowed_at, { from, to })
    return last === null ? 'before' : slowClass({ to: last, approved_on, stopped_at, dueHours })
  })
  for (const grave of ['after-stop', 'approved-before'] as const) if (classes.includes(grave)) return grave
  return 'before'
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
}): Slow {
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
