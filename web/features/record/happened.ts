import type { RecordEntry } from '../../../api/contract/record.ts'

/** Something that happened at one database or at several together; what else is known of it is in `entry`. */
export type Happened = { entry: RecordEntry; databases: string[] }

/** Entries of one kind within this time count as one event: databases are told in rounds. */
const TOGETHER_MS = 60_000

/** What a person may want to know without asking for it. Questions, sign-ins and passkeys are in the whole record. */
const TOLD: readonly RecordEntry['kind'][] = [
  'linked',
  'unlinked',
  'decided',
  'received',
  'applied',
  'outcome',
  'used',
  'erased',
  'case-opened',
  'case-answered',
]

/** Kinds that the same thing may happen at several databases at once. */
const TOGETHER: readonly RecordEntry['kind'][] = ['linked', 'received', 'applied']

/**
 * The events of a record, newest first. Where a database reported something else of a stop than that it stopped, only
 * that is an event.
 */
export function eventsOf(record: RecordEntry[]): Happened[] {
  const events: Happened[] = []
  for (const entry of record) {
    const { kind, database } = entry
    if (!TOLD.includes(kind) || isSaidOtherwise(entry, record)) continue
    const near = events.find((one) => areTogether(one.entry, entry))
    if (!near || database === undefined)
      events.push({ entry, databases: database === undefined ? [] : [database] })
    else if (!near.databases.includes(database)) near.databases.push(database)
  }
  return events
}

function areTogether(later: RecordEntry, earlier: RecordEntry): boolean {
  if (later.kind !== earlier.kind || later.change !== earlier.change || !TOGETHER.includes(later.kind))
    return false
  if (later.kind === 'linked' && later.purpose !== earlier.purpose) return false
  return Date.parse(later.at) - Date.parse(earlier.at) <= TOGETHER_MS
}

/** Whether an outcome says the same of a stop again, or something else of it. */
const isSaidOtherwise = (entry: RecordEntry, record: RecordEntry[]): boolean =>
  (entry.kind === 'outcome' && entry.outcome?.code === 'applied') ||
  (entry.kind === 'applied' &&
    entry.change === 'stop' &&
    record.some(
      ({ kind, database, purpose, outcome, at }) =>
        kind === 'outcome' &&
        outcome?.code !== 'applied' &&
        database === entry.database &&
        purpose === entry.purpose &&
        at >= entry.at,
    ))
