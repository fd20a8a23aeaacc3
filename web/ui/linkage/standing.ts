import type { LinkageView, Progress } from '../../../api/contract/patient.ts'
import type { Messages } from '../../text/ja.ts'

/** What a screen may say about a linkage. Only what has happened counts: 停止済み needs the holder's report. */
export type Standing = keyof Messages['databases']['standings']

export function standingOf(linkage: LinkageView): Standing {
  const { progress, state } = linkage
  if (progress && !progress.applied_at) return unfinished(progress)
  if (state === 'stopped') return progress ? 'stopped' : 'registered'
  return state
}

function unfinished(progress: Progress): Standing {
  if (progress.late) return 'late'
  return progress.received_at ? 'delivered' : 'recorded'
}

export type Step = { name: keyof Messages['databases']['steps']; at: string | null }

/** The three steps of a decision at one linkage. A holder that has applied it has also received it. */
export function stepsOf(linkage: LinkageView, progress: Progress): Step[] {
  return [
    { name: 'recorded', at: progress.recorded_at },
    { name: 'delivered', at: progress.received_at ?? progress.applied_at },
    { name: linkage.state === 'stopped' ? 'stopped' : 'reflected', at: progress.applied_at },
  ]
}
