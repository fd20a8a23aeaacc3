import { type Kysely, sql } from 'kysely'
import type { Migration } from 'kysely/migration'
import { decisionDigest } from '../../domain/audit.ts'
import { appendAudit } from '../audit.ts'
import type { Transactor } from '../store.ts'

/** The audit trail. Existing records enter a chain of their own: from here on they cannot change either. */
export const audit: Migration = {
  async up(db: Kysely<unknown>) {
    const run = (statement: string) => sql.raw(statement).execute(db)
    await run(
      `create table audit (chain text not null, ordinal bigint not null, at bigint not null, kind text not null,
       reference text not null, digest text, previous text not null, hash text not null,
       primary key (chain, ordinal))`,
    )
    await run(
      `create table audit_chain (chain text primary key, ordinal bigint not null, hash text not null,
       anchored bigint not null)`,
    )
    await run('create table audit_anchor (ordinal bigint primary key, jws text not null)')
    await run('alter table token add column minted_by text')
    await takeIn(db as Transactor)
  },
}

async function takeIn(tx: Transactor): Promise<void> {
  for (const row of await tx.selectFrom('decision').selectAll().execute()) {
    const entry = {
      at: row.recorded_at,
      kind: 'decision',
      reference: row.id,
      digest: decisionDigest(row),
    } as const
    await appendAudit(tx, 'before', [entry])
  }
  for (const { id, created_at } of await tx.selectFrom('passkey').select(['id', 'created_at']).execute())
    await appendAudit(tx, 'before', [{ at: created_at, kind: 'passkey-added', reference: id, digest: null }])
  const signedIn = tx.selectFrom('session').select(['id', 'last_seen_at']).where('patient_id', 'is not', null)
  for (const { id, last_seen_at } of await signedIn.execute())
    await appendAudit(tx, 'before', [{ at: last_seen_at, kind: 'sign-in', reference: id, digest: null }])
}
