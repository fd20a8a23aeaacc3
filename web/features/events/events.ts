import type { Choice, DatabaseView, DecisionView, Scope, UsageAnswer } from '../../../api/contract/patient.ts'

import { reportedAs } from '../../ui/linkage/standing.ts'

/**
 * Something that happened to a person's records or decisions. `at` is RFC 3339, or the last day of a use
 * (`YYYY-MM-DD`). `databases`: ids.
 */
export type Happened =
  | { kind: 'decided'; at: string; choice: Choice; scope: Scope; id: string }
  | { kind: StepKind; at: string; databases: string[] }
  | {
      kind: 'used'
      at: string
      from: string
      databases: string[]
      title: string
      by: string
      purpose: Use['project']['purpose']
    }

/** Steps of a decision at a database. `missing`, `limited`, `unstopped`: what it reported instead of a stop. */
type StepKind = 'received' | 'stopped' | 'reflected' | 'missing' | 'limited' | 'unstopped'

type Use = UsageAnswer['databases'][number]['uses'][number]

/** Steps within this time count as one event: databases are told in rounds. */
const TOGETHER_MS = 60_000

/**
 * What the store knows today, newest first. Further sources add their own kinds. A change that a database has
 * not confirmed is no event.
 */
export function eventsOf(known: {
  databases: DatabaseView[]
  decisions: DecisionView[]
  usage: UsageAnswer['databases']
}): Happened[] {
  const decided = known.decisions.map(
    ({ id, recorded_at, choice, scope }): Happened => ({
      kind: 'decided',
      at: recorded_at,
      choice,
      scope,
      id,
    }),
  )
  const used = known.usage.flatMap(({ database, uses }) =>
    uses.map(
      ({ project, from, to }): Happened => ({
        kind: 'used',
        at: to,
        from,
        databases: [database],
        title: project.title,
        by: project.organisation,
        purpose: project.purpose,
      }),
    ),
  )
  return [...decided, ...stepsIn(known.databases), ...used].sort((a, b) => timeOf(b.at) - timeOf(a.at))
}

/** A day counts as its end in Japan: what happened during it was before. */
const timeOf = (at: string) => Date.parse(at.length === 10 ? `${at}T23:59:59+09:00` : at)

/** Steps of the newest decision at each database. Steps of one kind that came close together are one event. */
function stepsIn(databases: DatabaseView[]): Happened[] {
  const steps = databases.flatMap(({ id, linkages }) =>
    linkages.flatMap((linkage): { kind: StepKind; at: string | null; id: string }[] => {
      const { state, progress, outcome } = linkage
      const reported = outcome ? reportedAs(outcome.code) : 'stopped'
      const other = outcome && reported !== 'stopped' ? [{ kind: reported, at: outcome.at, id }] : []
      if (!progress) return other
      const done = state === 'stopped' ? 'stopped' : 'reflected'
      return [
        { kind: 'received', at: progress.received_at, id },
        ...(other.length > 0 ? other : [{ kind: done, at: progress.applied_at, id } as const]),
      ]
    }),
  )
  const happened: Extract<Happened, { kind: StepKind }>[] = []
  const inOrder = steps
    .filter((step): step is typeof step & { at: string } => step.at !== null)
    .sort((a, b) => timeOf(b.at) - timeOf(a.at))
  for (const { kind, at, id } of inOrder) {
    const near = happened.find((one) => one.kind === kind && timeOf(one.at) - timeOf(at) <= TOGETHER_MS)
    if (!near) happened.push({ kind, at, databases: [id] })
    else if (!near.databases.includes(id)) near.databases.push(id)
  }
  return happened
}
