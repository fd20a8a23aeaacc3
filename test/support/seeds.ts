import type { Purpose } from '../../api/contract/catalogue.ts'
import type { EventRow } from '../../api/store/feeds/rows.ts'
import { changeLists } from '../../api/store/feeds/status-lists.ts'
import { insertLinkages, insertTokens } from '../../api/store/records/linkages.ts'
import type { LinkageRow, TokenRow } from '../../api/store/records/rows.ts'
import type { World } from './world.ts'

const AT_ONCE = 500

/** Rows that a long life of the service would leave, without living through it. */
async function inBatches<T>(rows: T[], insert: (rows: T[]) => Promise<unknown>): Promise<void> {
  for (let from = 0; from < rows.length; from += AT_ONCE) await insert(rows.slice(from, from + AT_ONCE))
}

/** Publishes events of no real person in an empty feed, with jtis `e1`, `e2` … */
export async function seedEvents({ deps }: World, database_id: string, count: number): Promise<void> {
  const rows = Array.from(
    { length: count },
    (_, i): EventRow => ({
      database_id,
      seq: i + 1,
      jti: `e${i + 1}`,
      token: `token ${i + 1}`,
      kind: 'revoke',
      ordinal: i + 1,
      decided_by: null,
      recorded_at: 0,
      published_at: 0,
      set: `set ${i + 1}`,
      revoked_count: i + 1,
      revoked_digest: '',
    }),
  )
  await deps.store.transact(async (tx) => {
    await inBatches(rows, (some) => tx.insertInto('event').values(some).execute())
    const feed = { database_id, seq: count, revoked_count: count, revoked_digest: '', mismatch_since: null }
    await tx.insertInto('feed').values(feed).execute()
  })
}

/** Links invented people, who wait for `usable_from`. */
export async function seedWaiting(
  { deps }: World,
  of: { database_id: string; purpose: Purpose; usable_from: string },
  count: number,
): Promise<void> {
  const { database_id, purpose, usable_from } = of
  const key = { database_id, purpose, list: 1 }
  const linkages = Array.from(
    { length: count },
    (_, i): LinkageRow => ({
      id: `linkage ${i}`,
      subject: `subject ${i}`,
      database_id,
      purpose,
      generation: 1,
      notified_on: null,
      precision: 'id5',
      registered_at: 0,
      removed_at: null,
      told: 1,
    }),
  )
  const tokens = linkages.map(
    ({ id }, i): TokenRow => ({
      ...key,
      token: `waits ${i}`,
      linkage_id: id,
      generation: 1,
      idx: i,
      state: 'waiting',
      listed: 'waiting',
      usable_from,
      changed_at: 0,
      change_no: 1,
      minted_by: 'seed',
    }),
  )
  await deps.store.transact(async (tx) => {
    await inBatches(linkages, (some) => insertLinkages(tx, some))
    await inBatches(tokens, (some) => insertTokens(tx, some))
    await changeLists(tx, [key], count)
  })
}
