import { setImmediate as nextTurn } from 'node:timers/promises'
import { type Kysely, sql } from 'kysely'
import type { Schema } from '../schema.ts'
import type { Lane, TransactOptions, Transactor } from '../store.ts'

/** Most transactions committed together. */
const TOGETHER = 128
/** Transactions of the lane `later` begin in a commit until it is this old; at least one always begins. */
const LATER_MS = 10
/** How long this thread works on a commit before others get their turn. */
const TURN_MS = 8

type Job = {
  /** Whether it must be on the disk before it settles. */
  durable: boolean
  run(tx: Transactor): Promise<void>
  settle(failure: { error: unknown } | null): void
}

/**
 * Group commit for an engine with one writer: waiting transactions are committed together, so that they share an
 * fsync.
 * @param begin takes the engine's write lock. @param commit ends the transaction and does what belongs to it in the
 *   same turn: nobody reads before it returns.
 * @param failureOf maps a failure of the engine to the store's error; it may also end the process.
 */
export function createGroupCommit(
  writer: Kysely<Schema>,
  {
    begin,
    commit,
    failureOf,
  }: { begin(): Promise<void>; commit(durable: boolean): void; failureOf(error: unknown): unknown },
) {
  const tx = writer as unknown as Transactor
  const exec = (statement: string) => sql.raw(statement).execute(writer)
  const queues: Record<Lane, Job[]> = { soon: [], later: [] }
  let draining: Promise<void> | null = null
  let synchronous = ''

  /**
   * Sets whether the next commit waits for the disk. The log is one file, written in order. An fsync covers every
   * commit before it (sqlite.org/pragma.html#pragma_synchronous), and a power cut leaves a prefix of them.
   */
  async function wait(durable: boolean): Promise<void> {
    const level = durable ? 'full' : 'normal'
    if (level !== synchronous) await exec(`pragma synchronous = ${level}`)
    synchronous = level
  }

  /** Runs a job so that its failure undoes only its own writes. @returns its failure. */
  async function attempt(job: Job): Promise<{ error: unknown } | null> {
    await exec('savepoint job')
    try {
      await job.run(tx)
      await exec('release job')
      return null
    } catch (error) {
      const undone = exec('rollback to job').then(() => exec('release job'))
      // A failure of the engine can end the whole transaction: then that failure is the one to report.
      await undone.catch(() => {
        throw error
      })
      return { error: failureOf(error) }
    }
  }

  /** One fsync for all that wait: none resolves before it. */
  async function drain(): Promise<void> {
    for (;;) {
      // Requests that arrived meanwhile can ask for their transaction before the next commit.
      await nextTurn()
      const batch = [...queues.soon.splice(0, TOGETHER), ...queues.later.splice(0, 1)]
      if (batch.length === 0) break
      const outcomes: (() => void)[] = []
      const began = performance.now()
      let turned = began
      try {
        const durable = batch.some((job) => job.durable)
        await wait(durable)
        await begin()
        for (const job of batch) {
          const failure = await attempt(job)
          outcomes.push(() => job.settle(failure))
          const now = performance.now()
          // No commit is delayed for work that fits the next one as well.
          if (durable && batch.length < TOGETHER && now - began < LATER_MS)
            batch.push(...queues.later.splice(0, 1))
          if (now - turned < TURN_MS) continue
          await nextTurn()
          turned = performance.now()
        }
        commit(durable)
        for (const settle of outcomes) settle()
      } catch (error) {
        const failure = { error: failureOf(error) }
        await exec('rollback').catch(() => undefined)
        for (const job of batch) job.settle(failure)
      }
    }
    draining = null
  }

  return {
    transact: <T>(
      fn: (tx: Transactor) => Promise<T>,
      { lane = 'soon', durable = true }: TransactOptions = {},
    ): Promise<T> =>
      new Promise((resolve, reject) => {
        let result: T
        queues[lane].push({
          durable,
          run: async (tx) => {
            result = await fn(tx)
          },
          settle: (failure) => (failure ? reject(failure.error) : resolve(result)),
        })
        draining ??= drain()
      }),
    /** Whether a transaction may be running. */
    busy: (): boolean => draining !== null,
    /** Resolves when every transaction that was asked for has ended. */
    drained: async (): Promise<void> => {
      await draining
    },
  }
}
