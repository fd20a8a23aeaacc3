import type { Databases } from '../../catalogue/load.ts'
import { linkedSince, type Numbering, numberingsOf } from '../../domain/safety/places.ts'
import type { Reader } from '../../store/store.ts'
import { seenLinkages } from '../identity/held.ts'

/** The numbers by which screens call databases in safe mode for a person, and by which they did before, newest first. */
export async function numberingsIn(db: Reader, databases: Databases, subject: string): Promise<Numbering[]> {
  const ids = databases.all.map(({ id }) => id)
  return [...numberingsOf(ids, linkedSince(await seenLinkages(db, databases, subject)))]
}
