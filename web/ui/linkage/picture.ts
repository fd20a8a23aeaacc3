import type { DatabaseView } from '../../../api/contract/patient.ts'
import type { Messages } from '../../text/ja.ts'
import { type Standing, standingOf } from './standing.ts'

/** The state of a database as a whole. `lawful`: used, and nobody can stop it here. */
export type Kind = keyof Messages['status']['kinds']

/** In the order of a legend. */
export const KINDS: readonly Kind[] = [
  'stopped',
  'registered',
  'moving',
  'late',
  'used',
  'partly',
  'limited',
  'unstopped',
  'lawful',
  'missing',
  'later',
]

/** Kinds in which records may be used today. */
const USABLE: readonly Kind[] = ['used', 'partly', 'limited', 'unstopped', 'lawful']
const UNDER_WAY: readonly Kind[] = ['moving', 'late']

/** The state of a database that has linkages. What is under way counts before what is, and use before rest. */
export function kindOf({ linkages, stoppable }: Pick<DatabaseView, 'linkages' | 'stoppable'>): Kind {
  const found = new Set<Standing>(linkages.map(standingOf))
  const rests = found.has('stopped') || found.has('registered') || found.has('missing')
  if (found.has('late')) return 'late'
  if (found.has('recorded') || found.has('delivered')) return 'moving'
  if (found.has('usable')) return rests ? 'partly' : stoppable ? 'used' : 'lawful'
  if (found.has('limited') || (found.has('unstopped') && rests)) return 'limited'
  if (found.has('unstopped')) return 'unstopped'
  if (found.has('waiting')) return 'later'
  if (found.has('registered')) return 'registered'
  return found.has('stopped') ? 'stopped' : 'missing'
}

/** What a headline may be about. */
export type Subject = 'stopped' | 'registered' | 'moving' | 'used' | 'missing' | 'later'

const SUBJECTS: Record<Subject, readonly Kind[]> = {
  stopped: ['stopped'],
  registered: ['registered'],
  moving: UNDER_WAY,
  used: USABLE,
  missing: ['missing'],
  later: ['later'],
}

/** One place per database, the count of each kind, and what the headline says of how many. */
export type Picture = {
  total: number
  segments: { id: string; kind: Kind }[]
  counts: { kind: Kind; count: number }[]
  headline: { subject: Subject; count: number } | null
}

/**
 * The picture of P4: counted from what is, never from what was decided. The headline is about the first subject that
 * any database is in; null without a database.
 */
export function pictureOf(databases: Pick<DatabaseView, 'id' | 'linkages' | 'stoppable'>[]): Picture {
  const linked = databases.filter(({ linkages }) => linkages.length > 0)
  const segments = linked
    .map((database) => ({ id: database.id, kind: kindOf(database) }))
    .sort((a, b) => KINDS.indexOf(a.kind) - KINDS.indexOf(b.kind))
  const counts = KINDS.map((kind) => ({ kind, count: segments.filter((one) => one.kind === kind).length }))
  const subjects = (Object.keys(SUBJECTS) as Subject[]).map((subject) => ({
    subject,
    count: segments.filter(({ kind }) => SUBJECTS[subject].includes(kind)).length,
  }))
  return {
    total: segments.length,
    segments,
    counts: counts.filter(({ count }) => count > 0),
    headline: subjects.find(({ count }) => count > 0) ?? null,
  }
}
