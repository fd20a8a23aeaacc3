import type { Context } from 'hono'
import type { Deps } from '../deps.ts'
import type { Env } from '../http/env.ts'
import { ProblemError } from '../problem.ts'
import { lockPeople } from '../store/locks.ts'
import { lockSession, updateSession } from '../store/people/sessions.ts'
import type { SessionRow } from '../store/schema.ts'
import type { Transactor } from '../store/store.ts'
import type { SessionCookie } from './session-cookie.ts'
import type { SessionLife } from './session-life.ts'

/** The session goes on under another secret: a request beside this one let it gain rights. */
export class Superseded extends ProblemError {
  constructor() {
    super('not-signed-in', { reason: 'the session has another secret by now' })
  }
}

/**
 * What a request was let in by is true when it comes in. Whatever acts looks again inside its own transaction, and a
 * session gains rights in one place: here.
 */
export function createSessionRights(
  { store, chance }: Pick<Deps, 'store' | 'chance'>,
  life: SessionLife,
  cookie: SessionCookie,
) {
  /**
   * The session as it stands in the transaction that acts; it is locked until its end. Every gain of rights changes the
   * secret, so a session with the same secret has the rights it came with.
   * @throws ProblemError not-signed-in when it has ended, or its passkey is no more. @throws Superseded
   */
  async function again<S extends SessionRow>(tx: Transactor, session: S): Promise<S> {
    const current = await lockSession(tx, session.id)
    if (!current || life.hasEnded(current)) throw new ProblemError('not-signed-in')
    if (current.secret_hash !== session.secret_hash) throw new Superseded()
    return { ...session, ...current }
  }

  /**
   * Lets a session gain the rights that `act` returns, with a new secret: the one before ends with the commit, and the
   * browser is given the new one after it, so that a transaction that ran again sets one cookie.
   * @param people whom the transaction is about. @throws ProblemError not-signed-in @throws Superseded
   */
  async function gain(
    c: Context<Env>,
    session: SessionRow,
    people: readonly string[],
    act: (tx: Transactor, session: SessionRow) => Promise<Partial<SessionRow>>,
  ): Promise<SessionRow> {
    const { secret, gained } = await store.transact(async (tx) => {
      await lockPeople(tx, people)
      const current = await again(tx, session)
      const rights = await act(tx, current)
      const { secret, secret_hash } = cookie.secret()
      const change = { last_seen_at: chance.now().getTime(), ...rights, secret_hash }
      await updateSession(tx, session.id, change)
      return { secret, gained: { ...current, ...change } }
    })
    cookie.set(c, gained, secret)
    c.set('session', gained)
    return gained
  }

  return { again, gain }
}
