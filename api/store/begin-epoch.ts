import { emptyChain, tokensDigest } from '../domain/audit.ts'
import { appendAudit } from './audit.ts'
import { closeKnown } from './feeds/known-closed.ts'
import { hideFromEverybody } from './people/safe-people.ts'
import type { Transactor } from './store.ts'

/** Lists of an epoch are numbered from its beginning on, in seconds since this time. */
const FIRST_RESTORE = Date.UTC(2020, 0, 1)

/**
 * Begins an epoch in a store that has just been restored. Streams end, so that each holder opens a new one and reads
 * it from its start. Every sign-in and every unfinished step ends. Lists are built again. A setback ends, and what a
 * process knew to be closed stays closed from now on. Everybody with an account is in safe mode and gets no pushes, until
 * they say otherwise: whoever chose that after the backup would be shown names again.
 */
export async function beginEpoch(tx: Transactor, id: string, at: number): Promise<void> {
  const first_list = Math.floor((at - FIRST_RESTORE) / 1000)
  await tx.insertInto('epoch').values({ id, began_at: at, first_list }).execute()
  const closed = await closeKnown(tx, at)
  // A list that was signed before may offer what is closed now: the next request gets a rebuilt one.
  for (const table of [
    'setback',
    'signed_list',
    'notice',
    'ack',
    'stream',
    'challenge',
    'proofing',
    'session',
    'push_subscription',
    'push_person',
  ] as const)
    await tx.deleteFrom(table).execute()
  await hideFromEverybody(tx)
  await tx.deleteFrom('idempotency').where('decision_id', 'is', null).execute()
  await tx
    .updateTable('status_list')
    .set((eb) => ({ change_no: eb('change_no', '+', 1) }))
    .execute()
  const { chain } = emptyChain(`restore/${id}`)
  await appendAudit(tx, chain, [
    { at, kind: 'restored', reference: id, digest: closed.length > 0 ? tokensDigest(closed) : null },
  ])
}
