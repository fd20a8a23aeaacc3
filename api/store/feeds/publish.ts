import type { Head } from '../../contract/holder.ts'
import { chunks } from '../chunks.ts'
import { lockLinkages } from '../locks.ts'
import { setListed } from '../records/linkages.ts'
import type { Transactor } from '../store.ts'
import { ensureFeed } from './heads.ts'
import type { WaitingChange } from './pools.ts'
import type { EventRow } from './rows.ts'
import { changeLists, listsOf, openIndexes } from './status-lists.ts'

/** The prepared events no longer fit the store: another publisher was faster, or a linkage was taken back. */
export class Overtaken extends Error {
  override name = 'Overtaken'
}

/** A waiting change, and what its holder knows of the token once it is published. */
export type Going = Pick<
  WaitingChange,
  'id' | 'token' | 'linkage_id' | 'generation' | 'kind' | 'purpose' | 'list'
> & {
  listed: 'usable' | 'waiting' | 'revoked'
}

/**
 * Publishes numbered events, and updates what lists and answers say of their tokens. It requires that the head still
 * has the value at which it was read, and that every change still waits; otherwise nothing happens. So any number of
 * publishers may run.
 * @throws Overtaken
 */
export async function publish(
  tx: Transactor,
  database_id: string,
  from: Head,
  to: Head,
  events: EventRow[],
  going: Going[],
): Promise<void> {
  await ensureFeed(tx, database_id)
  await lockLinkages(
    tx,
    going.map(({ linkage_id }) => linkage_id),
  )
  for (const some of chunks(going.map(({ id }) => id))) {
    const gone = await tx.deleteFrom('outbox').where('id', 'in', some).executeTakeFirst()
    if (Number(gone.numDeletedRows) !== some.length) throw new Overtaken()
  }
  const moved = await tx
    .updateTable('feed')
    .set(to)
    .where('database_id', '=', database_id)
    .where('seq', '=', from.seq)
    .executeTakeFirst()
  if (Number(moved.numUpdatedRows) === 0) throw new Overtaken()
  for (const some of chunks(events)) await tx.insertInto('event').values(some).execute()
  await tellListed(tx, database_id, going)
}

/** Every list carries the head, so each list of the database is rebuilt. */
async function tellListed(tx: Transactor, database_id: string, going: Going[]): Promise<void> {
  const created = going.filter(({ kind }) => kind === 'create')
  const lists = [...(await listsOf(tx, database_id)), ...created.map((one) => ({ ...one, database_id }))]
  if (lists.length > 0) await changeLists(tx, lists, 0)
  await openIndexes(tx, database_id, created)
  const last = new Map(going.map(({ token, listed }) => [token, listed]))
  for (const [listed, tokens] of Map.groupBy(last, ([, listed]) => listed))
    for (const some of chunks(tokens.map(([token]) => token))) await setListed(tx, some, { listed })
  const newest = new Map(created.map(({ linkage_id, generation }) => [linkage_id, generation]))
  for (const [told, linkages] of Map.groupBy(newest, ([, generation]) => generation))
    for (const some of chunks(linkages.map(([id]) => id)))
      await tx.updateTable('linkage').set({ told }).where('id', 'in', some).execute()
}
