import { setTimeout as sleep } from 'node:timers/promises'
import type { HolderClient, StatusList } from './client.ts'
import type { Ledger, LedgerRecord } from './ledger.ts'

/** Whether a record may be used now: `closed` when no list that has not expired says anything about it. */
export type Usability = 'usable' | 'waiting' | 'stopped' | 'closed'

const EVERY_MS = 30_000
const SOON_MS = 1000

/** The status lists of one database's records. Before every use, a list that has not expired must leave the bit 0. */
export function createLists(client: Pick<HolderClient, 'list'>, ledger: Ledger) {
  const lists = new Map<string, StatusList>()
  const uris = () => new Set(ledger.records().map(({ status_list }) => status_list.uri))
  /** A list that does not know yet what the feed has told us is asked for again soon. */
  const isBehind = () => [...uris()].some((uri) => (lists.get(uri)?.seq ?? -1) < ledger.through())

  return {
    /** Milliseconds since the epoch; null while a list is missing. */
    until(): number | null {
      const ends = [...uris()].map((uri) => lists.get(uri)?.until ?? 0)
      return ends.length === 0 || Math.min(...ends) === 0 ? null : Math.min(...ends)
    },

    usability({ token, status_list: { uri, idx } }: LedgerRecord): Usability {
      if (ledger.revoked().has(token)) return 'stopped'
      const list = lists.get(uri)
      if (!list || list.until <= Date.now()) return 'closed'
      return (((list.bits[idx >> 3] ?? 0xff) >> (idx & 7)) & 1) === 1 ? 'waiting' : 'usable'
    },

    /** Keeps the lists fresh until `signal` says stop. A list that does not answer stays as it is, until it expires. */
    async run(signal: AbortSignal): Promise<void> {
      let readAt = 0
      while (!signal.aborted) {
        if (isBehind() || Date.now() - readAt >= EVERY_MS) {
          readAt = Date.now()
          for (const uri of uris()) {
            const list = await client.list(uri).catch(() => null)
            if (list) lists.set(uri, list)
          }
        }
        await sleep(SOON_MS)
      }
    },
  }
}
