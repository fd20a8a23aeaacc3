import type { Purpose } from '../../../api/contract/catalogue.ts'
import type { DecisionView } from '../../../api/contract/patient.ts'
import { covers, namedIn } from '../../data/decision/covers.ts'

/** Whether a decision still counts everywhere that it covers, in a part of it, or nowhere. */
export type InForce = 'whole' | 'partly' | 'replaced'

const PURPOSES = Object.keys({
  research: true,
  industry: true,
  policy: true,
} satisfies Record<Purpose, true>) as Purpose[]

/** Stands for each database that no decision names, and for those that join later. No id has this form. */
const ANY_OTHER = ''

/**
 * Says of each decision whether it still counts. The latest decision that covers a linkage wins, whatever it chose.
 * So only newer decisions matter: a list that ends early says nothing false.
 * @param decisions newest first, without a gap from the newest on.
 */
export function inForce(decisions: Pick<DecisionView, 'scope'>[]): InForce[] {
  const databases = new Set([ANY_OTHER, ...decisions.flatMap(({ scope }) => namedIn(scope))])
  const all = [...databases].flatMap((database) => PURPOSES.map((purpose) => ({ database, purpose })))
  let open = all
  return decisions.map(({ scope }) => {
    const covered = all.filter(({ database, purpose }) => covers(scope, database, purpose)).length
    const left = open.filter(({ database, purpose }) => !covers(scope, database, purpose))
    const counts = open.length - left.length
    open = left
    if (counts === 0) return 'replaced'
    return counts === covered ? 'whole' : 'partly'
  })
}
