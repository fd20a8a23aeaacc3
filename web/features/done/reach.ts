import type {
  DatabaseView,
  DecisionView,
  LinkageView,
  ReceiptPayload,
} from '../../../api/contract/patient.ts'
import { covers } from '../../data/decision/covers.ts'

/** The parts of a decision that its receipt carries. */
export type Decided = Pick<ReceiptPayload, 'choice' | 'scope' | 'databases'>

/**
 * How far a decision has come at one database, all its purposes together.
 * `done`: the holder reported that it acts on it. `other`: it reported something else of a purpose. `still`: nothing had to be told. `open`: `due_at` has not passed.
 */
export type Reached = {
  database: string
  state: 'done' | 'other' | 'still' | 'open' | 'late'
  due_at: string | null
  linkages: LinkageView[]
}

/** `replaced`: a newer decision counts for at least one linkage that this one covers. */
export type Reach = { databases: Reached[]; replaced: boolean }

const ORDER: Reached['state'][] = ['done', 'other', 'still', 'open', 'late']

/**
 * How far a decision has come at each database that linked the person's records. What a newer decision took over is
 * left out: its progress is that of the newer one.
 * @param newer the decisions known to be made after this one.
 */
export function reachOf(
  decided: Decided,
  newer: Pick<DecisionView, 'scope'>[],
  databases: DatabaseView[],
): Reach {
  let replaced = false
  const reached = databases.flatMap(({ id, linkages }): Reached[] => {
    if (!decided.databases.includes(id)) return []
    const covered = linkages.filter(({ purpose }) => covers(decided.scope, id, purpose))
    const counting = covered.filter(
      (linkage) =>
        isAsDecided(decided, linkage) && !newer.some(({ scope }) => covers(scope, id, linkage.purpose)),
    )
    if (counting.length < covered.length) replaced = true
    return counting.length > 0 ? [together(id, counting)] : []
  })
  reached.sort((a, b) => ORDER.indexOf(a.state) - ORDER.indexOf(b.state))
  return { databases: reached, replaced }
}

/** A linkage in another state was decided anew, here or elsewhere. */
const isAsDecided = ({ choice }: Decided, { state }: LinkageView) =>
  (state === 'stopped') === (choice === 'stop')

/** Whether the holder reported that something else became of the stop. Copies on a device may lack the outcome. */
export const isOtherwise = ({ outcome }: LinkageView): boolean => (outcome?.code ?? 'applied') !== 'applied'

/** A database has done what was decided once it has done so for every purpose. */
function together(database: string, linkages: LinkageView[]): Reached {
  const states = linkages.map(stateOf)
  const state = (['late', 'open', 'other', 'done'] as const).find((one) => states.includes(one)) ?? 'still'
  const dues = linkages.map(({ progress }, at) => (states[at] === state && progress?.due_at) || '')
  return { database, state, due_at: dues.sort().at(-1) || null, linkages }
}

function stateOf(linkage: LinkageView): Reached['state'] {
  const { progress } = linkage
  if (isOtherwise(linkage) && (!progress || progress.applied_at)) return 'other'
  if (!progress) return 'still'
  if (progress.applied_at) return 'done'
  return progress.late ? 'late' : 'open'
}
