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
 * The audit trail: what was done is written down in the transaction that does it, each entry with the hash of the one
 * before it.
 *
 * One chain for everybody would let one transaction commit at a time. So each process has chains of its own, which its
 * transactions take in turn; their heads are rows that a transaction locks last of all and once, so that nobody waits
 * for more than one commit, nobody waits for a process that has died, and no two lock each other out. What holds
 * the chains together are anchors: `anchors.ts`.
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
    /** Writes entries of a transaction, all of them at once, as the last thing it does. */
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
