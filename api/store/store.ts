import { setImmediate as nextTurn } from 'node:timers/promises'
import { type Kysely, sql } from 'kysely'
import { Migrator } from 'kysely/migration'
import type { ReadonlyKysely } from 'kysely/readonly'
import { migrations } from './migrations/migrations.ts'
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

/** Transactions that are committed together at most. */
const TOGETHER = 128

type Job = { run(tx: Transactor): Promise<void>; settle(failure: { error: unknown } | null): void }

/** Brings the schema up to date and hands out the store. */
export async function createStore(engine: Engine): Promise<Store> {
  const { error } = await new Migrator({ db: engine.writer, provider: migrations }).migrateToLatest()
  if (error) throw error

  const tx = engine.writer as unknown as Transactor
  const reader = engine.reader as unknown as Reader
  const exec = (statement: string) => sql.raw(statement).execute(engine.writer)
  const queue: Job[] = []
  let draining: Promise<void> | null = null
  let remembered = new Map<string, unknown>()

  /** Runs a job so that its failure undoes its own writes and nobody else's. @returns its failure. */
  async function attempt(job: Job): Promise<{ error: unknown } | null> {
    await exec('savepoint job')
    try {
      await job.run(tx)
      await exec('release job')
      return null
    } catch (error) {
      await exec('rollback to job')
      await exec('release job')
      return { error }
    }
  }

  /** One fsync for all who wait: nobody is answered before it. */
  async function drain(): Promise<void> {
    for (;;) {
      // Requests that came in meanwhile get to ask for their transaction before the next commit.
      await nextTurn()
      const batch = queue.splice(0, TOGETHER)
      if (batch.length === 0) break
      const outcomes: (() => void)[] = []
      try {
        await exec('begin immediate')
        for (const job of batch) {
          const failure = await attempt(job)
          outcomes.push(() => job.settle(failure))
        }
        await exec('commit')
        remembered = new Map()
        for (const settle of outcomes) settle()
      } catch (error) {
        await exec('rollback').catch(() => undefined)
        for (const job of batch) job.settle({ error })
      }
    }
    draining = null
  }

  return {
    read: (fn) => fn(reader),
    transact: <T>(fn: (tx: Transactor) => Promise<T>) =>
      new Promise<T>((resolve, reject) => {
        let result: T
        queue.push({
          run: async (tx) => {
            result = await fn(tx)
          },
          settle: (failure) => (failure ? reject(failure.error) : resolve(result)),
        })
        draining ??= drain()
      }),
    async memo<T>(key: string, fn: (reader: Reader) => Promise<T>): Promise<T> {
      const memory = remembered
      if (memory.has(key)) return memory.get(key) as T
      const value = await fn(reader)
      // A commit in between has replaced the memory: then this value is kept by nobody.
      memory.set(key, value)
      return value
    },
    async close() {
      await draining
      await engine.close()
    },
  }
}
