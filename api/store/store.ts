import type { Kysely } from 'kysely'
import type { ReadonlyKysely } from 'kysely/readonly'
import type { Schema } from './schema.ts'

/** What a read may use: writing does not type-check, and the connection refuses it. */
export type Reader = ReadonlyKysely<Schema>

/** What a transaction may use. Only `store.transact` makes one, so no write happens outside a transaction. */
export type Transactor = Kysely<Schema> & Reader & { readonly inTransaction: true }

/** Who goes first where transactions wait for each other. */
export type Lane = 'soon' | 'later'

export type TransactOptions = {
  /**
   * `later` for long work in slices (uploads, the publisher): where one transaction runs at a time, those of people go
   * before it. Default `soon`.
   */
  lane?: Lane
  /**
   * False: it need not wait for the disk. A process that ends loses nothing; a power cut may undo it, and then with
   * everything that was written after it: whatever resolved for a durable one later is on the disk, and so is this. For
   * steps that acknowledge nothing to anybody by themselves. Default true.
   */
  durable?: boolean
}

export type Store = {
  /** Whether other processes may write to it, too. */
  readonly shared: boolean
  read<T>(fn: (reader: Reader) => Promise<T>): Promise<T>
  /**
   * Runs `fn` and commits with fsync: when this resolves, what it wrote survives a power cut. `fn` awaits nothing but
   * the store, and may be run again from its start. If it throws, nothing was written and the error is passed on.
   * The embedded engine runs one transaction at a time; a shared one runs many, and each locks the rows that its
   * decisions rest on (`locks.ts`).
   * @throws StoreUnavailable, StoreFull
   */
  transact<T>(fn: (tx: Transactor) => Promise<T>, options?: TransactOptions): Promise<T>
  /**
   * Reads through a memory that every commit empties, where no other process commits. It is worth it only for what is
   * asked far more often than anything changes.
   */
  memo<T>(key: string, fn: (reader: Reader) => Promise<T>): Promise<T>
  /** Writes a row to see whether anything can be written: rejects when not, or not within two seconds. */
  probe(): Promise<void>
  /**
   * Counts whatever may have put the store back unseen: a connection that was lost, a commit of which nobody knows, a
   * new timeline. What a process remembers under a counter of the store is void once this has moved.
   */
  generation(): number
  /** PostgreSQL's timeline: a promotion begins one. Null: the engine has none, or nothing is known yet. */
  timeline(): number | null
  /** What a read or a write found damaged; from then on nothing is written. For the embedded engine. */
  damage?(): string | null
  /**
   * Looks whether the files are still those that were opened. For the embedded engine; it ends the process when they
   * are not.
   */
  keepWatch?(): void
  close(): Promise<void>
}
