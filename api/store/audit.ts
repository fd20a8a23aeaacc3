import { type AuditEntry, type AuditLink, type ChainHead, chained, emptyChain } from '../domain/audit.ts'
import type { AuditAnchorRow, AuditChainRow } from './schema.ts'
import type { Reader, Transactor } from './store.ts'

/**
 * Appends entries to a chain, which stays locked until the transaction ends.
 * @returns the chain's new ordinal.
 */
export async function appendAudit(tx: Transactor, chain: string, entries: AuditEntry[]): Promise<number> {
  const before = emptyChain(chain)
  const { ordinal, hash } = await tx
    .insertInto('audit_chain')
    .values({ ...before, ordinal: entries.length, anchored: 0 })
    .onConflict((conflict) =>
      conflict
        .column('chain')
        .doUpdateSet((eb) => ({ ordinal: eb('audit_chain.ordinal', '+', entries.length) })),
    )
    .returning(['ordinal', 'hash'])
    .executeTakeFirstOrThrow()
  const links = chained({ chain, ordinal: ordinal - entries.length, hash }, entries)
  await tx.insertInto('audit').values(links).execute()
  await tx
    .updateTable('audit_chain')
    .set({ hash: links.at(-1)?.hash ?? hash })
    .where('chain', '=', chain)
    .execute()
  return ordinal
}

/** At most `limit` links of a chain after `ordinal`. */
export const auditLinks = (
  db: Reader,
  of: { chain: string; after: number; through: number },
  limit: number,
): Promise<AuditLink[]> =>
  db
    .selectFrom('audit')
    .selectAll()
    .where('chain', '=', of.chain)
    .where('ordinal', '>', of.after)
    .where('ordinal', '<=', of.through)
    .orderBy('ordinal')
    .limit(limit)
    .execute()

/** A chain as it stood after one of its links; null: there is no such link. */
export async function chainAt(db: Reader, chain: string, ordinal: number): Promise<ChainHead | null> {
  if (ordinal === 0) return emptyChain(chain)
  const row = await db
    .selectFrom('audit')
    .select(['chain', 'ordinal', 'hash'])
    .where('chain', '=', chain)
    .where('ordinal', '=', ordinal)
    .executeTakeFirst()
  return row ?? null
}

export const auditChains = (db: Reader): Promise<AuditChainRow[]> =>
  db.selectFrom('audit_chain').selectAll().orderBy('chain').execute()

/** Chains that have grown since they were last anchored. */
export const chainsToAnchor = (db: Reader): Promise<AuditChainRow[]> =>
  db.selectFrom('audit_chain').selectAll().whereRef('ordinal', '>', 'anchored').orderBy('chain').execute()

export const lastAnchor = async (db: Reader): Promise<AuditAnchorRow | null> =>
  (await db.selectFrom('audit_anchor').selectAll().orderBy('ordinal', 'desc').limit(1).executeTakeFirst()) ??
  null

/** At most `limit` anchors after `ordinal`. */
export const anchorsAfter = (db: Reader, ordinal: number, limit: number): Promise<AuditAnchorRow[]> =>
  db
    .selectFrom('audit_anchor')
    .selectAll()
    .where('ordinal', '>', ordinal)
    .orderBy('ordinal')
    .limit(limit)
    .execute()

/** Stores an anchor and notes how far it reaches. @returns false when another process was faster. */
export async function insertAnchor(
  tx: Transactor,
  anchor: AuditAnchorRow,
  heads: ChainHead[],
): Promise<boolean> {
  const inserted = await tx
    .insertInto('audit_anchor')
    .values(anchor)
    .onConflict((conflict) => conflict.column('ordinal').doNothing())
    .executeTakeFirst()
  if (Number(inserted.numInsertedOrUpdatedRows) === 0) return false
  for (const { chain, ordinal } of heads)
    await tx
      .updateTable('audit_chain')
      .set({ anchored: ordinal })
      .where('chain', '=', chain)
      .where('anchored', '<', ordinal)
      .execute()
  return true
}
