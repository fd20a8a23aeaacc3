import type { OutcomeCode } from '../../../api/contract/outcomes.ts'
import type { LinkageView, Progress } from '../../../api/contract/patient.ts'
import type { Messages } from '../../text/ja.ts'

/** What a screen may say about a linkage. Only what has happened counts: 停止済み needs the holder's report. */
export type Standing = keyof Messages['databases']['standings']

export function standingOf(linkage: LinkageView): Standing {
  // Copies on a device may lack the outcome.
  const { progress, state, outcome } = linkage
  if (progress && !progress.applied_at) return unfinished(progress)
  if (state !== 'stopped') return state
  const standing = outcome ? reportedAs(outcome.code) : 'stopped'
  return progress || standing !== 'stopped' ? standing : 'registered'
}

const REPORTED = {
  applied: 'stopped',
  'not-found': 'missing',
  partly: 'limited',
  cannot: 'unstopped',
  exempt: 'unstopped',
} as const satisfies Record<OutcomeCode, Standing>

/** What the holder's report on a stopped linkage makes of it. */
export const reportedAs = (code: OutcomeCode): (typeof REPORTED)[OutcomeCode] => REPORTED[code]

function unfinished(progress: Progress): Standing {
  if (progress.late) return 'late'
  return progress.received_at ? 'delivered' : 'recorded'
}

/** A holder that reported something else than a stop has not stopped it. */
function lastStep(linkage: LinkageView): Step['name'] {
  if (linkage.state !== 'stopped') return 'reflected'
  return linkage.outcome && reportedAs(linkage.outcome.code) !== 'stopped' ? 'reported' : 'stopped'
}

export type Step = { name: keyof Messages['databases']['steps']; at: string | null }

/** The three steps of a decision at one linkage. A holder that has applied it has also received it. */
export function stepsOf(linkage: LinkageView, progress: Progress): Step[] {
  return [
    { name: 'recorded', at: progress.recorded_at },
    { name: 'delivered', at: progress.received_at ?? progress.applied_at },
    { name: lastStep(linkage), at: progress.applied_at },
  ]
}
