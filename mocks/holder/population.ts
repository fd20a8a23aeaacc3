import type { LinkageLine } from '../../api/contract/holder.ts'
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
  return place < EVERYWHERE || (place + database.length) % 3 !== 0
}

/** The number under which the records were made: often an old one, and one that has an ID5. */
export const recordedUnder = (resident: Resident): MockCoverage | undefined =>
  resident.coverages.findLast(isIndividual)

/** Where the law demands notice: most people were told long ago, a few recently, one never. */
export function noticeOf(place: number, now: number): Pick<LinkageLine, 'notified_on'> {
  if (place === 4) return {}
  const days = place % 7 === 3 ? 10 : 60
  return { notified_on: new Date(now - days * DAY).toISOString().slice(0, 10) }
}
