import type { Databases } from '../../catalogue/load.ts'
import type { Purpose } from '../../contract/catalogue.ts'
import { standingChoice } from '../../domain/decision.ts'
import { type LinkageWithToken, linkagesOf } from '../../store/records/linkages.ts'
import { decidedByOthers, partiesOf } from '../../store/records/parties.ts'
import type { HeardUntil } from '../../store/records/rows.ts'
import { scopeOf } from '../../store/records/scopes.ts'
import { newestCoveringOf, newestCoveringUntil } from '../../store/records/standing.ts'
import type { Reader } from '../../store/store.ts'

type Linked = Pick<LinkageWithToken, 'id' | 'subject' | 'database_id' | 'purpose'>

type Place = { database_id: string; purpose: Purpose }
/** Somebody whose decisions count for a linkage, and how far. */
type Heard = { subject: string } & Partial<HeardUntil>

/** The newest decisions of a person that cover a linkage, as far as they count for it. */
export const madeBy = (db: Reader, { subject, until }: Heard, place: Place) =>
  until === null || until === undefined
    ? newestCoveringOf(db, subject, place)
    : newestCoveringUntil(db, subject, place, until)

/** The choice of one person that stands for a linkage; null: they never made one that covers it. */
async function standingOf(db: Reader, databases: Databases, heard: Heard, { database_id, purpose }: Place) {
  const database = databases.find(database_id)
  if (!database) return null
  const made = await madeBy(db, heard, { database_id, purpose })
  return standingChoice(
    made.map((said) => ({ ...said, scope: scopeOf(said) })),
    database,
    purpose,
  )
}

/**
 * The stop of the first of these people whose stop stands for a linkage; null: nobody's does. One that counts only as
 * long as the linkage's own person says nothing ends with what they say.
 */
export async function stopAmong(
  db: Reader,
  databases: Databases,
  people: Heard[],
  linkage: Place & { subject: string },
) {
  let own: number | null = null
  for (const one of people) {
    if (typeof one.own_until === 'number') {
      own ??= Math.max(
        0,
        ...(await newestCoveringOf(db, linkage.subject, linkage)).map((said) => said.ordinal),
      )
      if (own > one.own_until) continue
    }
    const standing = await standingOf(db, databases, one, linkage)
    if (standing?.choice === 'stop') return standing
  }
  return null
}

/** Those of these linkages that somebody else than `subject`, whose stop counts for them, has stopped. */
export async function heldByOthers(
  db: Reader,
  databases: Databases,
  linkages: Linked[],
  subject: string,
): Promise<Set<string>> {
  const held = new Set<string>()
  const parties = await partiesOf(
    db,
    linkages.map(({ id }) => id),
  )
  for (const linkage of linkages) {
    const people: Heard[] = [{ subject: linkage.subject }, ...(parties.get(linkage.id) ?? [])]
    const others = people.filter((one) => one.subject !== subject)
    if (await stopAmong(db, databases, others, linkage)) held.add(linkage.id)
  }
  return held
}

/**
 * A linkage as a person may see it. `held`: it is stopped, and not by a decision of theirs. `foreign`: somebody else
 * decided its last change, so that its times are theirs alone.
 */
export type SeenLinkage = LinkageWithToken & { held: boolean; foreign: boolean }

/**
 * The linkages that a person sees. What somebody else decided, whose record it may be too, is seen only once the holder
 * was told: so its time stays as uncertain as for the holder.
 */
export async function seenLinkages(
  db: Reader,
  databases: Databases,
  subject: string,
): Promise<SeenLinkage[]> {
  const linkages = await linkagesOf(db, subject)
  const others = await decidedByOthers(
    db,
    linkages.map(({ token }) => token),
    subject,
  )
  const told = linkages.map((linkage): SeenLinkage => {
    const change = others.get(linkage.token)
    const seen = { ...linkage, held: false, foreign: change !== undefined }
    if (change !== 'waits') return seen
    return linkage.listed === 'usable' || linkage.listed === 'waiting'
      ? { ...seen, state: linkage.listed }
      : { ...seen, state: 'revoked' }
  })
  const stopped = told.filter(({ state }) => state === 'revoked')
  const held = await heldByOthers(db, databases, stopped, subject)
  for (const linkage of stopped) {
    if (!held.has(linkage.id) && !linkage.foreign) continue
    linkage.held = (await standingOf(db, databases, { subject }, linkage))?.choice !== 'stop'
  }
  return told
}
