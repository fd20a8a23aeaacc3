import type { AuditTrail } from '../../audit/trail.ts'
import { newSecret } from '../../auth/secrets.ts'
import type { Clock } from '../../domain/clock.ts'
import type { Random } from '../../domain/random.ts'
import { deleteDeskSessionsOf } from '../../store/desk/sessions.ts'
import { insertStaff, lockLive, updateStaff } from '../../store/desk/staff.ts'
import type { Store } from '../../store/store.ts'

/** How long an invitation is good. */
const INVITE_MS = 24 * 3_600_000

/** One of the staff, as the operator names them. */
export type Named = { desk: string; name: string }

/** What became of an invitation: its secret, or they have a key that is not blocked. */
export type Inviting = { secret: string } | 'has-key'
export type Blocking = 'blocked' | 'unknown'

/** Who may record forms at a desk: the operator invites somebody, and blocks a key that is lost. */
export function createDeskInvitations({
  store,
  audit,
  clock,
  random,
}: {
  store: Store
  audit: AuditTrail
  clock: Clock
  random: Random
}) {
  const now = () => clock.now().getTime()

  return {
    /** Makes an invitation that is good once; an earlier one that was not used ends. */
    invite: ({ desk, name }: Named): Promise<Inviting> => {
      const { secret, secret_hash: invite_hash } = newSecret(random)
      return store.transact(async (tx) => {
        const [live, at] = [await lockLive(tx, { desk, name }), now()]
        if (live && live.credential_id !== null) return 'has-key'
        const invitation = { invite_hash, invited_at: at, invite_until: at + INVITE_MS }
        const id = live?.id ?? random.id()
        if (live) await updateStaff(tx, id, invitation)
        else
          await insertStaff(tx, {
            id,
            desk,
            name,
            ...invitation,
            user_handle: random.bytes(32).toString('base64url'),
            credential_id: null,
            public_key: null,
            transports: null,
            counter: 0,
            registered_at: null,
            blocked_at: null,
          })
        await audit.record(tx, { kind: 'desk-invited', reference: id })
        return { secret }
      })
    },

    /** Blocks the key or the invitation of somebody, for ever, and ends their sessions. */
    block: ({ desk, name }: Named): Promise<Blocking> =>
      store.transact(async (tx) => {
        const live = await lockLive(tx, { desk, name })
        if (!live) return 'unknown'
        await updateStaff(tx, live.id, { blocked_at: now(), invite_hash: null })
        await deleteDeskSessionsOf(tx, live.id)
        await audit.record(tx, { kind: 'desk-blocked', reference: live.id })
        return 'blocked'
      }),
  }
}

export type DeskInvitations = ReturnType<typeof createDeskInvitations>
