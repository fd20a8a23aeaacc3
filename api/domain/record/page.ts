import type { RecordEntry } from '../../contract/record.ts'

/** A place in a record: after the entry with this time, in milliseconds since the epoch, and this id. */
export type Place = { at: number; id: string }

/** An entry with its time in milliseconds since the epoch. */
export type Timed = Omit<RecordEntry, 'at'> & { at: number }

export const newestFirst = (a: Place, b: Place) => b.at - a.at || Number(a.id < b.id) - Number(a.id > b.id)

/**
 * Some entries of a record, newest first, and the place after which the next ones are. Of one time the order is that
 * of their ids, so that no page repeats or skips an entry. @param after the place after which the page begins.
 */
export function pageOf(
  entries: Timed[],
  { after, limit }: { after: Place | null; limit: number },
): { page: Timed[]; next: Place | null } {
  const rest = entries.filter((entry) => after === null || newestFirst(after, entry) < 0).sort(newestFirst)
  const page = rest.slice(0, limit)
  const last = page.at(-1)
  return { page, next: rest.length > limit && last ? { at: last.at, id: last.id } : null }
}

/** A place as text without meaning to a client. */
export const cursorOf = ({ at, id }: Place): string => Buffer.from(`${at} ${id}`).toString('base64url')

/** @returns null: no cursor of ours. */
export function placeOf(cursor: string): Place | null {
  const found = /^(\d{1,16}) ([\x21-\x7e]{1,200})$/.exec(Buffer.from(cursor, 'base64url').toString())
  return found?.[2] ? { at: Number(found[1]), id: found[2] } : null
}
