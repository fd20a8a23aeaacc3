import type { OutboxRow } from '../../../api/store/feeds/rows.ts'
import type { Stored } from './stored.ts'

/** The longest waits that settings allow, in ms. */
export type Longest = { maxMs: number; allowMs: number }

/**
 * Every waiting change goes out within the time that its person was told, and after the earlier ones of its linkage.
 */
export function outboxFaults(stored: Stored, { maxMs, allowMs }: Longest): string[] {
  const faults: string[] = []
  const tokens = new Map(stored.token.map((token) => [token.token, token]))
  for (const row of stored.outbox) {
    const wrong = (what: string) => faults.push(`outbox ${row.id}: ${what}`)
    const latest = row.recorded_at + maxMs + (row.kind === 'create' ? allowMs : 0)
    if (row.deadline > latest) wrong(`${row.kind} with a deadline ${row.deadline - latest} ms too late`)
    if (row.kind === 'revoke' && row.not_before !== 0) wrong('is held back')
    const linkage = stored.linkage.find(({ id }) => id === tokens.get(row.token)?.linkage_id)
    const decision = stored.decision.find(
      ({ subject, ordinal }) => subject === (row.decided_by ?? linkage?.subject) && ordinal === row.ordinal,
    )
    if (row.kind === 'create' && row.not_before < (decision?.recorded_at ?? row.recorded_at))
      wrong('may go out before it was made')
    const known = stored.token.find(
      ({ linkage_id, generation }) => linkage_id === linkage?.id && generation === linkage.told,
    )
    if (row.kind === 'create' && row.replaces !== known?.token)
      wrong('replaces what its holder does not know')
  }
  const chains = Map.groupBy(stored.outbox, ({ token }) => tokens.get(token)?.linkage_id ?? '')
  for (const chain of chains.values()) {
    const ordered = chain.sort((a, b) => placeOf(a) - placeOf(b))
    for (const [i, row] of ordered.entries())
      if (row.not_before < (ordered[i - 1]?.not_before ?? 0))
        faults.push(`outbox ${row.id}: before an earlier one`)
  }
  return faults

  function placeOf({ token, kind }: OutboxRow): number {
    return (tokens.get(token)?.generation ?? 0) * 2 + (kind === 'revoke' ? 1 : 0)
  }
}
