import type { AuditEntry } from '../domain/audit.ts'
import type { Clock } from '../domain/clock.ts'
import type { Random } from '../domain/random.ts'
import { appendAudit } from '../store/audit.ts'
import type { Setback } from '../store/setback.ts'
import type { Transactor } from '../store/store.ts'

/** Chains of one process. */
const CHAINS = 8

export type Audited = Pick<AuditEntry, 'kind' | 'reference'> & { digest?: string }

/**
 * The audit trail: an act is recorded in the transaction that does it. Each entry carries the hash of the one before
 * it.
 *
 * One common chain would allow only one commit at a time. So each process has chains of its own, which its
 * transactions use in turn. A transaction locks the head of one chain, once and as its last lock. So it waits for at
 * most one commit, never for a process that has died, and no two transactions deadlock. Anchors tie the chains
 * together: `anchors.ts`.
 */
export function createAuditTrail({
  clock,
  random,
  setback,
}: {
  clock: Clock
  random: Random
  setback: Setback
}) {
  const process = random.id()
  let turn = 0
  return {
    /** Records all entries of a transaction in one call, as its last step. */
    async record(tx: Transactor, ...entries: Audited[]): Promise<void> {
      const at = clock.now().getTime()
      turn = (turn + 1) % CHAINS
      const complete = entries.map(({ kind, reference, digest = null }) => ({ at, kind, reference, digest }))
      const chain = `${process}/${turn}`
      setback.wrote(chain, await appendAudit(tx, chain, complete))
    },
  }
}

export type AuditTrail = ReturnType<typeof createAuditTrail>
