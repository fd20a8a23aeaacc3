import {
  type AuthenticationResponseJSON,
  generateRegistrationOptions,
  type PublicKeyCredentialCreationOptionsJSON,
  type PublicKeyCredentialRequestOptionsJSON,
  type RegistrationResponseJSON,
} from '@simplewebauthn/server'
import type { AuditTrail } from '../../audit/trail.ts'
import { type Challenges, orReject } from '../../auth/challenges.ts'
import type { DeskRights, RenewedDesk } from '../../auth/desk/rights.ts'
import { hashSecret } from '../../auth/secrets.ts'
import { deskKeyDigest } from '../../domain/audit.ts'
import type { Clock } from '../../domain/clock.ts'
import { verifyRegistration } from '../../domain/passkey.ts'
import { ProblemError } from '../../problem.ts'
import type { DeskSessionRow } from '../../store/desk/rows.ts'
import {
  isTaken,
  keysAt,
  lockInvited,
  lockStaff,
  staffByCredential,
  updateStaff,
} from '../../store/desk/staff.ts'
import type { Store } from '../../store/store.ts'
import { keyOf, noteKeyUse, usesKey } from './keys.ts'

/** At a desk a key comes with its owner: the computer's own is never taken. */
const bound = ({ id }: DeskSessionRow) => ({ id, device: 'shared' as const })

/** Keys of a desk's staff: an invitation registers one, once; it signs in until it is blocked. */
export function createDeskKeys({
  store,
  audit,
  clock,
  challenges,
  deskRights,
}: {
  store: Store
  audit: AuditTrail
  clock: Clock
  challenges: Challenges
  deskRights: DeskRights
}) {
  const now = () => clock.now().getTime()

  return {
    /** @throws ProblemError not-found: the invitation was used, replaced or blocked, or its time is over. */
    async options(session: DeskSessionRow, invite: string): Promise<PublicKeyCredentialCreationOptionsJSON> {
      const invite_hash = hashSecret(invite)
      const invited = await store.transact((tx) => lockInvited(tx, invite_hash, now()))
      if (!invited) throw new ProblemError('not-found')
      const staff = await store.read((db) => keysAt(db, invited.desk))
      const challenge = await challenges.issue(bound(session), 'desk-register', { invite_hash })
      return generateRegistrationOptions({
        rpName: 'えらぶ Erabu',
        rpID: challenges.rpId,
        challenge: Buffer.from(challenge, 'base64url'),
        userID: Buffer.from(invited.user_handle, 'base64url'),
        userName: `${invited.desk} ${invited.name}`,
        timeout: challenges.timeout('desk-register'),
        attestationType: 'none',
        // One key is not two persons.
        excludeCredentials: staff.map(({ credential_id: id, transports }) => ({
          id,
          transports: JSON.parse(transports),
        })),
        authenticatorSelection: {
          residentKey: 'required',
          userVerification: 'required',
          authenticatorAttachment: 'cross-platform',
        },
        supportedAlgorithmIDs: [-7, -8, -257],
      })
    },

    /** Registers the key of an invitation, which ends. @throws ProblemError challenge-expired, not-found, passkey-rejected */
    async register(
      session: DeskSessionRow,
      invite: string,
      response: RegistrationResponseJSON,
    ): Promise<void> {
      const invite_hash = hashSecret(invite)
      const { payload, expected } = await challenges.take<{ invite_hash: string }>(
        bound(session),
        'desk-register',
        response,
      )
      if (payload.invite_hash !== invite_hash) throw new ProblemError('challenge-expired')
      const registered = await orReject(verifyRegistration(response, expected))
      // A synced key is on several devices: nobody could say who holds it.
      if (registered.backup_eligible) throw new ProblemError('platform-passkey-refused')
      await store.transact(async (tx) => {
        await deskRights.again(tx, session)
        const at = now()
        const invited = await lockInvited(tx, invite_hash, at)
        if (!invited) throw new ProblemError('not-found')
        if (await isTaken(tx, registered.id))
          throw new ProblemError('passkey-rejected', { reason: 'id is taken' })
        const key = {
          invite_hash: null,
          credential_id: registered.id,
          public_key: registered.public_key,
          transports: JSON.stringify(registered.transports),
          counter: registered.counter,
          registered_at: at,
        }
        await updateStaff(tx, invited.id, key)
        const digest = deskKeyDigest({ ...invited, ...key })
        await audit.record(tx, { kind: 'desk-key', reference: invited.id, digest })
      })
    },

    signInOptions: async (session: DeskSessionRow): Promise<PublicKeyCredentialRequestOptionsJSON> => ({
      ...(await challenges.ask(bound(session), 'desk-sign-in')),
      hints: ['security-key'],
    }),

    /** @throws ProblemError challenge-expired, passkey-rejected, not-signed-in */
    async signIn(session: DeskSessionRow, response: AuthenticationResponseJSON): Promise<RenewedDesk> {
      const { expected } = await challenges.take(bound(session), 'desk-sign-in', response)
      const found = await store.read((db) => staffByCredential(db, response.id))
      if (!found) throw new ProblemError('passkey-rejected', { reason: 'not a key of a desk' })
      const counter = await usesKey(response, found, expected, 'by-user-handle')
      return store.transact(async (tx) => {
        const current = await deskRights.again(tx, session)
        const staff = (await lockStaff(tx, [found.id])).get(found.id)
        if (!staff) throw new ProblemError('passkey-rejected', { reason: 'the key is blocked' })
        await noteKeyUse(tx, staff, keyOf(found), counter)
        const renewed = await deskRights.signIn(tx, current, staff.id)
        await audit.record(tx, { kind: 'desk-signed-in', reference: staff.id })
        return renewed
      })
    },
  }
}

export type DeskKeys = ReturnType<typeof createDeskKeys>
