import type { Deps } from './deps.ts'
import { compressBits, listBits, listPayload } from './domain/status-list.ts'
import { headOf } from './store/feeds.ts'
import type { StatusListRow } from './store/schema.ts'
import { findList, type ListKey, listPath, storeList, usableIndices } from './store/status-lists.ts'

/** Builds status lists from the tokens and keeps them signed. */
export function createStatusLists({ store, signer, chance, config }: Deps) {
  /** @returns the signed list (`statuslist+jwt`), stored under the change number that was read before its content. */
  async function build(row: StatusListRow): Promise<string> {
    const { head, usable } = await store.read(async (db) => ({
      head: await headOf(db, row.database_id),
      usable: await usableIndices(db, row),
    }))
    const signed_at = chance.now().getTime()
    const lst = await compressBits(listBits(usable))
    const payload = listPayload(config.origin + listPath(row), Math.floor(signed_at / 1000), lst, head)
    const jwt = await signer.sign('statuslist+jwt', payload)
    await store.transact((tx) => storeList(tx, row, { change_no: row.change_no, jwt, signed_at }))
    return jwt
  }

  return {
    build,
    /** The newest signed list; one that was opened a moment ago is built now. Null: there is no such list. */
    async signed(key: ListKey): Promise<string | null> {
      const row = await store.read((db) => findList(db, key))
      return row && (row.jwt ?? build(row))
    },
  }
}
