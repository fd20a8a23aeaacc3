import type { TimedMessage } from './timed.ts'

/** A revoked token of a person. Times in milliseconds since the epoch. */
export type RevokedToken = {
  linkage_id: string
  database: string
  generation: number
  /** Whether it is the newest of a linkage that its holder has not taken back. */
  current: boolean
  changed_at: number
  /** Its revocation, waiting or published; null: its holder never knew the token, and is told nothing. */
  change: { recorded_at: number; ordinal: number; applied_at: number | null } | null
  /** When the holder said something else than that it stopped, if that is its newest word. */
  otherwise_at: number | null
}

/** A stop of a person. */
export type Stop = { id: string; ordinal: number; recorded_at: number }

/** What one stop did to one linkage. `standing`: it is what the linkage rests on now. */
type Row = Omit<RevokedToken, 'change' | 'current'> & {
  ordinal: number
  recorded_at: number
  applied_at: number | null
  standing: boolean
}

/**
 * The rows of each linkage. Where an allow was taken back before its holder was told of it, the stop before it holds on:
 * then the later stop rests on that one.
 */
function rowsOf(tokens: RevokedToken[], stops: Stop[]): Row[] {
  const ordinalAt = (at: number) => stops.findLast(({ recorded_at }) => recorded_at === at)?.ordinal ?? 0
  const byLinkage = Map.groupBy(tokens, ({ linkage_id }) => linkage_id)
  return [...byLinkage.values()].flatMap((own) => {
    const inOrder = own.toSorted((a, b) => a.generation - b.generation)
    const told = inOrder.findLast(({ change }) => change)
    const stands = inOrder.at(-1)?.current === true
    return inOrder.flatMap((token, i): Row[] => {
      const ground = token.change ? token : inOrder.slice(0, i).findLast(({ change }) => change)
      if (!ground?.change) return []
      const { recorded_at, ordinal, applied_at } = ground.change
      const made = token.change
        ? { recorded_at, ordinal: ordinal || ordinalAt(recorded_at) }
        : { recorded_at: token.changed_at, ordinal: ordinalAt(token.changed_at) }
      const said = { applied_at, otherwise_at: ground.otherwise_at }
      return [{ ...token, ...made, ...said, standing: stands && token === told }]
    })
  })
}

const unique = (ids: string[]) => [...new Set(ids)].sort()

/**
 * Messages of stops that every database they concern has applied. Changes that were recorded together are those of one
 * decision. @param stops the person's stops, oldest first.
 */
export function stopped(tokens: RevokedToken[], stops: Stop[]): TimedMessage[] {
  const groups = Map.groupBy(rowsOf(tokens, stops), (row) => `${row.ordinal}.${row.recorded_at}`)
  return [...groups.values()].flatMap((rows): TimedMessage[] => {
    const [first] = rows
    if (!first || rows.some(({ applied_at }) => applied_at === null)) return []
    const { recorded_at } = first
    const decision = decisionOf(stops, first)
    const ref = [decision?.id, decision?.recorded_at === recorded_at ? undefined : recorded_at]
    const id = ref.filter((part) => part !== undefined).join('.')
    const of = decision ? { decision: decision.id } : {}
    const applied = Math.max(recorded_at, ...rows.map(({ applied_at }) => applied_at ?? 0))
    const others = rows.filter(({ otherwise_at }) => otherwise_at !== null)
    const databases = unique((others.length > 0 ? others : rows).map(({ database }) => database))
    if (others.length === 0) return [{ ...of, id: `stopped.${id}`, at: applied, kind: 'stopped', databases }]
    const at = Math.max(applied, ...others.map(({ otherwise_at }) => otherwise_at ?? 0))
    return [{ ...of, id: `reported.${id}`, at, kind: 'reported', databases }]
  })
}

/**
 * Messages of standing stops that a database has not confirmed by when they were due, one for each database and
 * decision. An allow that comes late harms nobody. @param dueMs the time that a database has; null: nobody knows it.
 */
export function late(
  tokens: RevokedToken[],
  stops: Stop[],
  dueMs: (database: string) => number | null,
  now: number,
): TimedMessage[] {
  const open = rowsOf(tokens, stops).flatMap((row) => {
    const due = dueMs(row.database)
    const isOpen = due !== null && row.standing && row.applied_at === null
    return isOpen && now > row.recorded_at + due ? [{ ...row, due_at: row.recorded_at + due }] : []
  })
  const byId = new Map(
    open.map((row) => [`late.${row.database}.${row.ordinal}.${row.recorded_at}`, row] as const),
  )
  return [...byId].map(([id, row]) => {
    const decision = decisionOf(stops, row)
    const of = decision ? { decision: decision.id } : {}
    return { ...of, id, at: row.due_at, kind: 'late', database: row.database }
  })
}

const decisionOf = (stops: Stop[], { ordinal }: Row): Stop | undefined =>
  stops.find((stop) => stop.ordinal === ordinal)
