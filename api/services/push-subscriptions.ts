import { ECDH } from 'node:crypto'
import type { PatientSession, SessionRights } from '../auth/session-rights.ts'
import type { PushBody } from '../contract/push.ts'
import type { Clock } from '../domain/clock.ts'
import { ProblemError } from '../problem.ts'
import type { SubscriptionSeal } from '../push/sealed-subscription.ts'
import type { PushSender } from '../push/sender.ts'
import { deleteSubscriptionsOf, storeSubscription } from '../store/people/pushes.ts'
import type { Store } from '../store/store.ts'
import { isSafe } from './safety/safety.ts'

/** Most devices of a person that get pushes. */
const MOST = 10

/** The devices of people that get pushes: stores them, and forgets them. */
export function createPushSubscriptions({
  store,
  clock,
  rights,
  sender,
  seal,
}: {
  store: Store
  clock: Clock
  rights: SessionRights
  sender: PushSender
  seal: SubscriptionSeal
}) {
  /** A device that others use as well gets no pushes. @throws ProblemError kiosk-refused */
  function own(session: PatientSession): PatientSession {
    if (session.device === 'shared') throw new ProblemError('kiosk-refused')
    return session
  }

  return {
    own,

    /**
     * Stores the subscription of a device, under the session that it signs out of. A device has one owner: whoever
     * stored it before gets no pushes there any more.
     * @throws ProblemError kiosk-refused, safe-mode, push-service-refused, invalid-request, not-signed-in
     */
    async add(session: PatientSession, { endpoint, keys }: PushBody): Promise<void> {
      const { id: session_id, patient_id, subject } = own(session)
      if (!sender.allows(endpoint)) throw new ProblemError('push-service-refused')
      if (!isPoint(keys.p256dh))
        throw new ProblemError('invalid-request', {
          issues: [{ path: 'keys.p256dh', message: 'must be a point on P-256' }],
        })
      const [id, sealed] = [seal.idOf(endpoint), seal.seal({ endpoint, keys })]
      await store.transact(async (tx) => {
        const { passkey_id } = await rights.again(tx, session)
        if (await isSafe(tx, subject)) throw new ProblemError('safe-mode')
        if (passkey_id === null) throw new ProblemError('not-signed-in')
        const row = { id, patient_id, session_id, passkey_id, sealed }
        await storeSubscription(tx, row, clock.now().getTime(), MOST)
      })
    },

    /** Forgets what this session stored. @throws ProblemError kiosk-refused, not-signed-in */
    async remove(session: PatientSession): Promise<void> {
      const { id: session_id } = own(session)
      await store.transact(async (tx) => {
        await rights.again(tx, session)
        await deleteSubscriptionsOf(tx, { session_id })
      })
    },
  }
}

export type PushSubscriptions = ReturnType<typeof createPushSubscriptions>

/** Another point would fail at each push, or tell something about a key. */
function isPoint(p256dh: string): boolean {
  try {
    ECDH.convertKey(p256dh, 'prime256v1', 'base64url', 'base64url')
    return true
  } catch {
    return false
  }
}
