import type { LinkageLine } from '../../api/contract/holder.ts'
import type { Identity } from '../id4.ts'
import { isIndividual } from '../individual-number.ts'
import type { MockCoverage, Resident } from '../residents.ts'

/** Residents whom every database knows, so that one sign-in shows all databases. */
export const EVERYWHERE = 8
/** Database and purpose for which nobody is linked at first, so that a later registration can be watched. */
export const LATER = { database: 'demo-biobank', purpose: 'industry' }
const DAY = 86_400_000

/** Whether a database has records of this resident. */
export function isHeld(database: string, resident: Resident, place: number): boolean {
  if (resident.coverages.length === 0) return false
  if (resident.id === BY_NAME.resident) return database === BY_NAME.database
  return place < EVERYWHERE || (place + database.length) % 3 !== 0
}

/** A database with an old record of a resident by name, birth date and sex alone, which somebody else has too. */
export const BY_NAME = { database: 'demo-registry', resident: 'r45' }

/**
 * What a database sends the resolver about the records of a resident: the number under which they were made, often an
 * old one; or name, birth date and sex, where the record has no number. A number that gives no ID5 is the last resort:
 * only the issuer of the new identifier knows its person.
 */
export function recordedUnder(database: string, resident: Resident): Entry {
  const { id, kana, birth_date, sex } = resident
  if (database === BY_NAME.database && id === BY_NAME.resident) return { id4: { kana, birth_date, sex } }
  return resident.coverages.findLast(isIndividual) ?? resident.coverages[0] ?? {}
}

type Entry = MockCoverage | { id4: Identity } | { id4?: never }

/** Where the law demands notice: most people were told long ago, a few recently, one never. */
export function noticeOf(place: number, now: number): Pick<LinkageLine, 'notified_on'> {
  if (place === 4) return {}
  const days = place % 7 === 3 ? 10 : 60
  return { notified_on: new Date(now - days * DAY).toISOString().slice(0, 10) }
}
