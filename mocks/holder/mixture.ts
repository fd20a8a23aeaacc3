import { createHash } from 'node:crypto'
import type { Outcome } from './outcomes.ts'
import { EVERYWHERE } from './population.ts'

/** The last day of the Japanese fiscal year in which a moment lies. */
const endOfYear = (now: Date) => `${now.getUTCFullYear() + (now.getUTCMonth() < 3 ? 0 : 1)}-03-31`

/** By database, in percent: the rest is applied. */
const MIXTURES: Record<string, [percent: number, outcome: (now: Date) => Outcome][]> = {
  'demo-registry': [
    [20, () => ({ outcome: 'not-found' })],
    [20, (now) => ({ outcome: 'partly', reason: 'published', until: endOfYear(now) })],
  ],
  'demo-jisedai': [
    [30, (now) => ({ outcome: 'partly', reason: 'material-being-destroyed', until: endOfYear(now) })],
    [10, () => ({ outcome: 'not-found', reason: 'ambiguous-match' })],
  ],
  'demo-biobank': [
    [25, () => ({ outcome: 'cannot', reason: 'anonymised' })],
    [25, (now) => ({ outcome: 'exempt', reason: 'approved-before', until: endOfYear(now) })],
  ],
}

/**
 * What a database of the demonstration says became of a row: for the same row the same at any time. The residents whom
 * every database knows are applied everywhere, so that whoever looks for the first time reads 停止済み.
 * @param row the resident, or the token where that is not known. @param place of the resident; -1: unknown.
 */
export function outcomeIn(database: string, row: string, place: number, now: Date): Outcome {
  if (place >= 0 && place < EVERYWHERE) return { outcome: 'applied' }
  const share = createHash('sha256').update(`${database} ${row}`).digest().readUInt16BE() % 100
  let below = 0
  for (const [percent, outcome] of MIXTURES[database] ?? []) {
    below += percent
    if (share < below) return outcome(now)
  }
  return { outcome: 'applied' }
}
