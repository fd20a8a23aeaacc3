import type { Config } from '../../config.ts'
import { SCHEMES } from '../../contract/identifiers.ts'
import { keyNameOf } from '../../domain/identity/alias.ts'
import type { Keys } from '../../keys/key-files.ts'
import {
  countKnown,
  dropOtherAliases,
  lastDecisionAt,
  setSubjectKey,
  subjectKeyOf,
} from '../../store/people/known-by.ts'
import type { Reader, Store } from '../../store/store.ts'

/** How many people are known under the newest key, and by each scheme alone. */
export type Known = { people: number; newest: number; schemes: Record<string, number> }

/** How far people have moved to the newest key and to each scheme. */
export async function knownBy(db: Reader, keys: Pick<Keys, 'aliases'>): Promise<Known> {
  const key_name = keyNameOf(keys.aliases[0])
  const { people, known } = await countKnown(db, { key_name, schemes: SCHEMES })
  const schemes: Record<string, number> = {}
  for (const scheme of SCHEMES)
    schemes[scheme] = (await countKnown(db, { key_name, schemes: [scheme] })).known
  return { people, newest: known, schemes }
}

/**
 * Refuses to begin where people could not be found again, so that no stop is lost (I13): by other keys than those under
 * which they are known, or without ID5 while some are known only by it. Call it before anything is served.
 * @throws Error with one sentence about what to do.
 */
export async function requireKnown(store: Store, keys: Keys, config: Config): Promise<void> {
  const oldest = keyNameOf(keys.subject)
  const stored = await store.read(subjectKeyOf)
  if (stored === null) await store.transact((tx) => setSubjectKey(tx, oldest))
  else if (stored !== oldest)
    throw new Error(
      'subject.key is not the key by which people are known here: restore the file of before, or end the change of keys with `npm run rekey -- --finish`',
    )
  if (config.schemes.includes('id5')) return
  const schemes = SCHEMES.filter((scheme) => config.schemes.includes(scheme))
  const { people, known } = await store.read((db) =>
    countKnown(db, { key_name: keyNameOf(keys.aliases[0]), schemes }),
  )
  if (known < people)
    throw new Error(
      `${people - known} people are known by ID5 only: keep id5 in ERABU_SCHEMES until they appear`,
    )
}

/**
 * Whether the old keys may go. @returns what is missing, as sentences; none: people are known by the newest key from
 * now on.
 */
export async function finishKeys(
  store: Store,
  keys: Keys,
  { now, longestMs }: { now: number; longestMs: number },
): Promise<string[]> {
  const key_name = keyNameOf(keys.aliases[0])
  return store.transact(async (tx) => {
    // A crash came after this was committed. Whoever came since may have no alias, and needs none.
    const isDone = (await subjectKeyOf(tx)) === key_name
    const { people, known } = isDone
      ? { people: 0, known: 0 }
      : await countKnown(tx, { key_name, schemes: SCHEMES })
    const last = await lastDecisionAt(tx)
    const missing: string[] = []
    if (known < people)
      missing.push(
        `${people - known} of ${people} people are not known by the new key: they or their holders have to appear`,
      )
    // When changes go out was drawn with the old key.
    if (last !== null && now - last < longestMs)
      missing.push(
        `a decision may still wait: try again in ${Math.ceil((longestMs - (now - last)) / 60_000)} minutes`,
      )
    if (missing.length > 0) return missing
    await setSubjectKey(tx, key_name)
    await dropOtherAliases(tx, key_name)
    return missing
  })
}
