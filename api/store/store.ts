import type { Kysely } from 'kysely'
import type { ReadonlyKysely } from 'kysely/readonly'
import type { Schema } from './schema.ts'

/** What a read may use: writes do not type-check, and the connection refuses them. */
export type Reader = ReadonlyKysely<Schema>

/** What a transaction may use. Only `store.transact` makes one, so no write happens outside a transaction. */
export type Transactor = Kysely<Schema> & Reader & { readonly inTransaction: true }

/** Priority among waiting transactions. */
export type Lane = 'soon' | 'later'

export type TransactOptions = {
  /**
   * `later` for long work in slices (uploads, the publisher): where one transaction runs at a time, those of people
   * go first. Default `soon`.
   */
  lane?: Lane
  /**
   * False: it need not wait for the disk. It survives the end of the process. A power cut may undo it, together with
   * everything written after it: once a later durable transaction resolves, this one is on the disk as well. For
   * steps that acknowledge nothing by themselves. Default true.
   */
  durable?: boolean
}

export type Store = {
  /** Whether other processes may also write to it. */
  readonly shared: boolean
  read<T>(fn: (reader: Reader) => Promise<T>): Promise<T>
  /**
   * Runs `fn` and commits with fsync: when this resolves, what it wrote survives a power cut. `fn` awaits nothing but
   * the store, and may be run again from its start. If it throws, nothing was written and the error is passed on. The
   * embedded engine runs one transaction at a time. A shared one runs many, and each locks the rows that its
   * decisions rest on (`locks.ts`).
   * @throws StoreUnavailable, StoreFull
   */
  transact<T>(fn: (tx: Transactor) => Promise<T>, options?: TransactOptions): Promise<T>
  /**
   * Reads through a cache that every commit empties, where no other process commits. Use it only for reads that are
   * far more frequent than writes.
   */
  memo<T>(key: string, fn: (reader: Reader) => Promise<T>): Promise<T>
  /** Writes a row to test whether the store can be written: rejects when not, or not within two seconds. */
  probe(): Promise<void>
  /**
   * Counts whatever may have put the store back unnoticed: a lost connection, a commit of unknown outcome, a new
   * timeline. What a process remembers under a counter of the store is void once this has moved.
   */
  generation(): number
  /** PostgreSQL's timeline: a promotion begins one. Null: the engine has none, or it is not known yet. */
  timeline(): number | null
  /** For when reads and transactions end with FormerLeader. Only on PostgreSQL. */
  readonly former?: {
    /** Runs `fn` on the server that answers now, whatever its timeline, and commits. It may lead nobody. */
    transact<T>(fn: (tx: Transactor) => Promise<T>): Promise<T>
    /** Accepts that server as the leader. */
    accept(): void
  }
  /** Damage that a read or a write found; from then on nothing is written. Only on the embedded engine. */
  damage?(): string | null
  /**
   * Checks that the files are still those that were opened, and ends the process when they are not. Only on the
   * embedded engine.
   */
  keepWatch?(): void
  close(): Promise<void>
}
