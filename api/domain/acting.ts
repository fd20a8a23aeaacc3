import type { Relation } from '../contract/acting.ts'
import type { Database } from '../contract/catalogue.ts'
import type { Choice, Scope } from '../contract/patient.ts'
import { addDays } from './calendar.ts'
import { covers, stoppable } from './decision.ts'

/** From this age people decide alone where no database says another one. */
const OF_AGE = 18

/** What the portal says of somebody's age. `unknown` counts as an adult, who decides alone. */
export type AgeBand = 'under-self-age' | 'adult' | 'unknown'

/** The youngest age from which the law of a database lets a person decide alone: from then on nobody decides for them. */
export const selfFromAge = (databases: Pick<Database, 'self_from_age'>[]): number =>
  Math.min(OF_AGE, ...databases.flatMap(({ self_from_age }) => self_from_age ?? []))

/**
 * Whether one may act for somebody of whom the portal says this. A child that decides alone has no representative; a
 * ward may be of any age.
 * @param today calendar day in Japan.
 */
export const mayActFor = (
  of: { relation: Relation; until: string | null; age_band: AgeBand },
  today: string,
): boolean =>
  (of.until === null || today <= of.until) && (of.relation === 'ward' || of.age_band === 'under-self-age')

/** The end of the last day, in ms since 1970; null: no end is known. */
export const endOf = (until: string | null): number | null =>
  until === null ? null : Date.parse(`${addDays(until, 1)}T00:00:00+09:00`)

/** Opposite decisions of two representatives within this time disagree. */
const DISAGREE_MS = 86_400_000

/** A decision as these rules see it. `by`: the account that acted; null: the person, or the desk for them. */
export type Made = {
  id: string
  choice: Choice
  scope: Scope
  ordinal: number
  recorded_at: number
  by: string | null
}

/** Whether two scopes reach the same records of some database, also one that may become stoppable. */
export const overlap = (a: Scope, b: Scope, databases: Database[]): boolean =>
  databases
    .map(stoppable)
    .some((database) =>
      database.purposes.some((purpose) => covers(a, database, purpose) && covers(b, database, purpose)),
    )

/** The decisions that reach one purpose of one database, newest first. */
const reaching = (made: Made[], database: Database, purpose: Database['purposes'][number]): Made[] =>
  made
    .filter(({ scope }) => covers(scope, database, purpose))
    .toSorted((one, other) => other.ordinal - one.ordinal)

/**
 * The stops that a representative cannot lift by an allow of this scope (I13): one of the person or the desk, and one
 * about which two representatives disagree. Only a later decision of the person settles it. A stop that an allow has
 * lifted is none.
 * @param disagreed ids of stops about which they are known to disagree.
 * @returns `stands`: whether there is one. `disagree`: ids of stops about which they disagree from now on.
 */
export function stopsThatStand(
  allow: { scope: Scope; by: string; at: number },
  made: Made[],
  disagreed: ReadonlySet<string>,
  databases: Database[],
): { stands: boolean; disagree: string[] } {
  const disagree = new Set<string>()
  let stands = false
  for (const database of databases.map(stoppable))
    for (const purpose of database.purposes) {
      if (!covers(allow.scope, database, purpose)) continue
      for (const stop of reaching(made, database, purpose)) {
        if (stop.choice === 'allow') break
        const isOwn = stop.by === null
        const isNew = !isOwn && stop.by !== allow.by && Math.abs(allow.at - stop.recorded_at) <= DISAGREE_MS
        if (isNew) disagree.add(stop.id)
        if (isOwn || isNew || disagreed.has(stop.id)) stands = true
      }
    }
  return { stands, disagree: [...disagree].filter((id) => !disagreed.has(id)) }
}

/** Whether a representative's stop contradicts an allow that another one made less than a day before. */
export const contradicts = (
  stop: { scope: Scope; by: string; at: number },
  made: Made[],
  databases: Database[],
): boolean =>
  made.some(
    ({ choice, scope, by, recorded_at }) =>
      choice === 'allow' &&
      by !== null &&
      by !== stop.by &&
      Math.abs(stop.at - recorded_at) <= DISAGREE_MS &&
      overlap(scope, stop.scope, databases),
  )
