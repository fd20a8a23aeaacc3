import { type Kysely, sql } from 'kysely'
import { Migrator } from 'kysely/migration'
import type { ReadonlyKysely } from 'kysely/readonly'
import { migrations } from './migrations.ts'
import type { Schema } from './schema.ts'
import type { Engine } from './sqlite.ts'

/** What a read may use: writing does not type-check, and the connection refuses it. */
export type Reader = ReadonlyKysely<Schema>

/** What a transaction may use. Only `store.transact` makes one, so no write happens outside a transaction. */
export type Transactor = Kysely<Schema> & Reader & { readonly inTransaction: true }

export type Store = {
  read<T>(fn: (reader: Reader) => Promise<T>): Promise<T>
  /**
   * Runs `fn` alone and commits with fsync: when this resolves, what it wrote survives a power cut.
   * `fn` awaits nothing but the store. If it throws, nothing was written and the error is passed on.
   */
  transact<T>(fn: (tx: Transactor) => Promise<T>): Promise<T>
  /**
   * Reads through a memory that every commit empties. Only for an engine with one writer process, and it is worth it
   * only for what is asked far more often than anything changes.
   */
  memo<T>(key: string, fn: (reader: Reader) => Promise<T>): Promise<T>
  close(): Promise<void>
}

/** Brings the schema up to date and hands out the store. */
export async function createStore(engine: Engine): Promise<Store> {
  const { error } = await new Migrator({ db: engine.writer, provider: migrations }).migrateToLatest()
  if (error) throw error

  let last: Promise<unknown> = Promise.resolve()
  const alone = <T>(work: () => Promise<T>): Promise<T> => {
    const run = last.then(work, work)
    last = run.catch(() => undefined)
    return run
  }

  let remembered = new Map<string, unknown>()

  return {
    read: (fn) => fn(engine.reader as unknown as Reader),
    transact: (fn) =>
      alone(async () => {
        await sql`begin immediate`.execute(engine.writer)
        try {
          const result = await fn(engine.writer as unknown as Transactor)
          await sql`commit`.execute(engine.writer)
          remembered = new Map()
          return result
        } catch (error) {
          await sql`rollback`.execute(engine.writer)
          throw error
        }
      }),
    async memo<T>(key: string, fn: (reader: Reader) => Promise<T>): Promise<T> {
      const memory = remembered
      if (memory.has(key)) return memory.get(key) as T
      const value = await fn(engine.reader as unknown as Reader)
      // A commit in between has replaced the memory: then this value is kept by nobody.
      memory.set(key, value)
      return value
    },
    close: () => alone(() => engine.close()),
  }
}
