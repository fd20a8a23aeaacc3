import type { Identification } from '../../portal/identification.ts'
import type { PortalResult } from '../../portal/portal.ts'
import { NumbersOfTwoPeople } from '../../portal/sources/source.ts'
import type { Store } from '../../store/store.ts'
import type { Kin } from './kin.ts'
import type { Roots } from './roots.ts'

/**
 * Whom an answer of the portal is about; null: nobody that is known. What the sources reveal about who may be one person
 * is noted, also where nobody is proofed by it.
 * @param at in ms since 1970. @throws NumbersOfTwoPeople, SourceUnavailable
 */
export async function subjectOfResult(
  {
    store,
    identification,
    roots,
    kin,
  }: { store: Store; identification: Identification; roots: Roots; kin: Kin },
  result: PortalResult,
  at: number,
): Promise<string | null> {
  const named = await identification.person(coveragesOf(result))
  if (!named) return null
  const root = await store.transact(async (tx) => {
    const [root] = await roots.find(tx, 'person', [named], at)
    if (root) await kin.note(tx, [root], at)
    return root ?? null
  })
  if (root?.conflict) throw new NumbersOfTwoPeople('the identifiers of one answer belong to several people')
  return root?.subject ?? null
}

const coveragesOf = (result: PortalResult) => {
  const { insurer_number, number, symbol, branch } = result
  const current =
    insurer_number !== null && number !== null ? [{ insurer_number, number, symbol, branch }] : []
  return [...current, ...result.history]
}
