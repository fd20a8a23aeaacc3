import type { DatabaseView, Effect, LinkageState } from '../../../api/contract/patient.ts'
import { KINDS, type Kind, pictureOf } from '../../ui/linkage/picture.ts'

/** What the legend says of some databases: the state that they come to, or the kind that they keep. */
export type Outcome = { to: LinkageState; count: number } | { stays: Kind; count: number }

/** One segment per linked database, those that a decision changes first, and the legend of these segments. */
export type Changes = {
  total: number
  changing: number
  segments: { id: string; kind: Kind | 'changing' }[]
  outcomes: Outcome[]
}

const TO: readonly LinkageState[] = ['stopped', 'usable', 'waiting']

/** The picture of P4 as a decision would change it. `effects`: the server's preview. */
export function changesOf(databases: DatabaseView[], effects: Effect[]): Changes {
  const { segments, total } = pictureOf(databases)
  const becomes = (id: string) =>
    effects.find(({ database, to }) => database === id && to !== 'unchanged')?.to as LinkageState | undefined
  const changing = segments.filter(({ id }) => becomes(id) !== undefined)
  const rest = segments.filter(({ id }) => becomes(id) === undefined)
  const outcomes: Outcome[] = [
    ...TO.map((to) => ({ to, count: changing.filter(({ id }) => becomes(id) === to).length })),
    ...KINDS.map((stays) => ({ stays, count: rest.filter(({ kind }) => kind === stays).length })),
  ]
  return {
    total,
    changing: changing.length,
    segments: [...changing.map(({ id }) => ({ id, kind: 'changing' as const })), ...rest],
    outcomes: outcomes.filter(({ count }) => count > 0),
  }
}
