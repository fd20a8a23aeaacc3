import type { PatientSession, SessionRights } from '../../auth/session-rights.ts'
import type { Databases } from '../../catalogue/load.ts'
import type { Clock } from '../../domain/clock.ts'
import { LISTED_MS } from '../../domain/messages/timed.ts'
import { ProblemError } from '../../problem.ts'
import { noteRead } from '../../store/people/read-messages.ts'
import type { Store } from '../../store/store.ts'
import { messagesOf } from '../views/messages.ts'

/** What people say that they have read of their messages. */
export function createReadMessages({
  store,
  clock,
  databases,
  rights,
}: {
  store: Store
  clock: Clock
  databases: Databases
  rights: SessionRights
}) {
  return {
    /**
     * Marks a message as read, once. Only a message that is listed now can be marked, which bounds what is kept.
     * A mark that a power cut undoes shows a message as new once more.
     * @throws ProblemError not-found, not-signed-in
     */
    async note(session: PatientSession, message: string): Promise<void> {
      const { subject } = session
      const all = await store.read((db) => messagesOf(db, { databases, clock }, session))
      if (!all.some(({ id }) => id === message)) throw new ProblemError('not-found')
      const read_at = clock.now().getTime()
      await store.transact(
        async (tx) => {
          await rights.again(tx, session)
          await noteRead(tx, { subject, message, read_at, expires_at: read_at + LISTED_MS })
        },
        { durable: false },
      )
    },
  }
}

export type ReadMessages = ReturnType<typeof createReadMessages>
