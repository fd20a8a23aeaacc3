import { createHash } from 'node:crypto'
import { addDays, dayInJapan } from '../../api/domain/calendar.ts'
import type { Representation, Resident } from '../residents.ts'

/** Below which age a person decides with a representative, where the client does not say it. */
const OF_AGE = 18

export type AgeBand = 'under-self-age' | 'adult'

/** What the portal says of somebody whom one may act for. `until`: the last day in Japan; null: none is known. */
export type RepresentedEntry = {
  ref: string
  relation: Representation['relation']
  until: string | null
  age_band: AgeBand
}

/** The day on which a person has a birthday: 1 March for 29 February in a year without it. */
function birthday(birth_date: string, age: number): string {
  const [year, month, day] = birth_date.split('-').map(Number) as [number, number, number]
  return new Date(Date.UTC(year + age, month - 1, day)).toISOString().slice(0, 10)
}

/** Whether a person has reached the age from which they decide alone. */
export const ageBand = (
  { birth_date }: Resident,
  { from = OF_AGE, now }: { from?: number | undefined; now: Date },
): AgeBand => (dayInJapan(now) < birthday(birth_date, from) ? 'under-self-age' : 'adult')

/** An opaque name of somebody for whom `by` acts: another one for every representative. */
export const refOf = (by: Resident, { id }: Resident): string =>
  createHash('sha256').update(`portal\nerabu\nrepresents\n${by.id}\n${id}`).digest('base64url')

/**
 * Everybody for whom a resident may act today. A parent acts for a child until the day before it is 18. Somebody under
 * protection (不開示) is named only to a representative who is said to be no danger.
 */
export function representedBy(
  by: Resident,
  people: readonly Resident[],
  when: { from?: number | undefined; now: Date },
): (RepresentedEntry & { resident: Resident })[] {
  return people.flatMap((resident) => {
    const named = resident.represented_by.find((one) => one.by === by.id)
    if (!named || named.withdrawn || (resident.not_disclosed && !named.despite_protection)) return []
    const ofAge = addDays(birthday(resident.birth_date, OF_AGE), -1)
    const until = named.until ?? (named.relation === 'child' ? ofAge : null)
    if (until !== null && until < dayInJapan(when.now)) return []
    const { relation } = named
    return [{ ref: refOf(by, resident), relation, until, age_band: ageBand(resident, when), resident }]
  })
}
