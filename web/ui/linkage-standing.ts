import type { LinkageView, Progress } from '../../api/contract/patient.ts'
import type { Messages } from '../text/ja.ts'

/** What a screen may say about a linkage. Only what has happened counts: 停止済み needs the holder's own word. */
export type Standing = keyof Messages['databases']['standings']

export function standingOf(linkage: LinkageView, now: Date): Standing {
  const { progress, state } = linkage
  if (progress && !progress.applied_at) return unfinished(progress, now)
  if (state === 'stopped') return progress ? 'stopped' : 'registered'
  return state
}

function unfinished(progress: Progress, now: Date): Standing {
  if (isLate(progress, now)) return 'late'
  return progress.received_at ? 'delivered' : 'recorded'
}

/** True once the holder's time is over and it has not said that it is done. */
export function isLate(progress: Progress, now: Date): boolean {
  return !progress.applied_at && now.getTime() > Date.parse(progress.due_at)
}

export type Step = { name: keyof Messages['databases']['steps']; at: string | null }

/** The three steps of a decision at one linkage. A holder that has applied it has received it. */
export function stepsOf(linkage: LinkageView, progress: Progress): Step[] {
  return [
    { name: 'recorded', at: progress.recorded_at },
    { name: 'delivered', at: progress.received_at ?? progress.applied_at },
    { name: linkage.state === 'stopped' ? 'stopped' : 'reflected', at: progress.applied_at },
  ]
}
