import type { Logger } from 'pino'
import type { Clock } from '../domain/clock.ts'
import { FormerLeader } from './errors.ts'
import { insertKnownClosed } from './feeds/known-closed.ts'
import type { SetbackRow } from './schema.ts'
import { insertSetback } from './setbacks.ts'
import type { Reader, Store } from './store.ts'

/** How often a former leader is asked. */
const EVERY_MS = 1000

type State = { flag: SetbackRow | null; loss: string | null; epoch: { id: string; began_at: number } | null }

/**
 * What a process does while a former leader answers. It acknowledges nothing, because another server may still lead.
 * If that server has lost something, it raises the flag there, and stores what it knows as closed. When the former
 * leader leaves again, the flag leaves with it. When it stays, the flag tells every later process and the next start,
 * whose memory is empty. An epoch that begins there ends this: an operator has decided that it leads.
 * @param lookAt reads the state of a store. @param isNewer whether an epoch began after the one that is known.
 * @param known reads the tokens that memory knows to be closed and that store calls open.
 */
export function createFormerLeader({
  former,
  lookAt,
  isNewer,
  known,
  clock,
  log,
}: {
  former: Store['former']
  lookAt: (db: Reader) => Promise<State>
  isNewer: (epoch: NonNullable<State['epoch']>) => boolean
  known: (read: Store['read']) => Promise<string[]>
  clock: Clock
  log: Pick<Logger, 'error'>
}) {
  let reason: string | null = null
  let asked = Number.NEGATIVE_INFINITY

  /** @returns what it has lost; whether an epoch has begun there. The commit of a flag waits for a standby. */
  const ask = (store: NonNullable<Store['former']>) =>
    store.transact(async (tx) => {
      const { flag, loss, epoch } = await lookAt(tx)
      if (epoch && isNewer(epoch)) return { begun: true, loss: null }
      if (loss !== null) {
        const noticed_at = clock.now().getTime()
        if (!flag) await insertSetback(tx, { reason: loss, noticed_at }, epoch?.id ?? null)
        await insertKnownClosed(tx, await known((fn) => fn(tx)), noticed_at)
      }
      return { begun: false, loss }
    })

  return {
    /** A read ended with `error`. Resolves when the store has to be read again. @throws the error otherwise */
    async met(error: unknown): Promise<null> {
      if (!former || !(error instanceof FormerLeader)) throw error
      if (clock.monotonic() - asked < EVERY_MS) throw error
      asked = clock.monotonic()
      const { begun, loss } = await ask(former)
      if (begun) {
        former.accept()
        return null
      }
      const found = loss ?? 'nothing that this process knows is missing there'
      if (found !== reason)
        log.error({ reason: found }, 'a server that led before answers: nothing is written')
      reason = found
      throw error
    },
    /** The leader answers. */
    left(): void {
      reason = null
      asked = Number.NEGATIVE_INFINITY
    },
    /** What the former leader that answers has lost; null: none answers. */
    reason: () => reason,
  }
}
