import type { Databases } from '../catalogue/load.ts'
import { covers } from '../domain/decision.ts'
import { transition } from '../domain/linkage.ts'
import { inListOrder } from '../store/feeds/status-lists.ts'
import { type LinkageWithToken, linkagesStoppedBy } from '../store/records/linkages.ts'
import type { DecisionRow } from '../store/records/rows.ts'
import { scopeOf } from '../store/records/scopes.ts'
import type { Transactor } from '../store/store.ts'
import { heldByOthers } from './identity/held.ts'
import type { Minter } from './minting.ts'

/**
 * What a recorded decision does to linkages, in the transaction that records it. A stop revokes the tokens of every
 * linkage for which it counts; an allow opens again those that nobody else whose stop counts has stopped. The caller
 * holds the locks of the person and of these linkages.
 */
export function createCarryOut({
  databases,
  minting: { revoke, renew },
}: {
  databases: Databases
  minting: Minter
}) {
  return async (tx: Transactor, decision: DecisionRow): Promise<void> => {
    const { id, subject, choice, recorded_at: at } = decision
    const scope = scopeOf(decision)
    const linkages = inListOrder(await linkagesStoppedBy(tx, [subject]))
    const held = choice === 'allow' ? await heldByOthers(tx, databases, linkages, subject) : new Set()
    const revoked: LinkageWithToken[] = []
    for (const linkage of linkages) {
      const database = databases.find(linkage.database_id)
      if (!database || !covers(scope, database, linkage.purpose)) continue
      const step = transition(choice, linkage.state)
      if (step === 'revoke') revoked.push(linkage)
      if (step === 'renew' && !held.has(linkage.id))
        await renew({ tx, database, purpose: linkage.purpose, cause: { id, at } }, linkage, decision)
    }
    await revoke(tx, revoked, decision)
  }
}

export type CarryOut = ReturnType<typeof createCarryOut>
