import {
  generateRegistrationOptions,
  type PublicKeyCredentialCreationOptionsJSON,
  type RegistrationResponseJSON,
} from '@simplewebauthn/server'
import type { AuditTrail } from '../audit/trail.ts'
import { type Challenges, orReject } from '../auth/challenges.ts'
import type { SessionLife } from '../auth/session-life.ts'
import type { Renewed, SessionRights } from '../auth/session-rights.ts'
import type { Clock } from '../domain/clock.ts'
import { userNameOf, verifyRegistration } from '../domain/passkey.ts'
import type { Random } from '../domain/random.ts'
import { ProblemError } from '../problem.ts'
import { noteAccount } from '../store/people/account-events.ts'
import { knownUntil } from '../store/people/passkey-news.ts'
import { insertPasskey, passkeysOf, removePasskey, wasRemoved } from '../store/people/passkeys.ts'
import { findPatientBySubject, insertPatient } from '../store/people/patients.ts'
import type { PasskeyRow, SessionRow } from '../store/people/rows.ts'
import { deleteSessionsOf } from '../store/people/sessions.ts'
import type { Store, Transactor } from '../store/store.ts'

/** Most passkeys of one account. */
const MOST = 20

/** What a registration was begun for, kept with its challenge. */
type Begun = { subject: string; user_handle: string; recover: boolean }

/**
 * Passkey registration. The first passkey needs a proofed session; a further one needs an assertion made just now. A
 * person who has an account but has not signed in may only recover, and that ends their other sessions. Recovery is
 * the last way in, so a full account never refuses it: the least recently used passkey makes room.
 */
export function createPasskeyRegistration({
  store,
  audit,
  clock,
  random,
  life,
  rights,
  challenges,
}: {
  store: Store
  audit: AuditTrail
  clock: Clock
  random: Random
  life: SessionLife
  rights: SessionRights
  challenges: Challenges
}) {
  const now = () => clock.now().getTime()

  /** @throws ProblemError proofing-required, assertion-required */
  function entitled(session: SessionRow): string {
    if (session.patient_id !== null && session.subject !== null) {
      if (!life.isAsserted(session)) throw new ProblemError('assertion-required')
      return session.subject
    }
    if (!life.isProofed(session) || session.subject === null) throw new ProblemError('proofing-required')
    return session.subject
  }

  /**
   * What other passkeys are told of a new one, and what its own holder is told. `by`: the passkey that adds it, if
   * any.
   */
  async function announcement(
    tx: Transactor,
    { recover }: Begun,
    by: PasskeyRow | undefined,
    at: number,
  ): Promise<Pick<PasskeyRow, 'unannounced' | 'known_until'>> {
    // The real owner may recover after a thief did, so a recovery is told of every earlier change.
    if (recover) return { unannounced: 1, known_until: 0 }
    if (!by) return { unannounced: 0, known_until: at }
    // A passkey added by a recovered one is also news: otherwise a thief could hide behind a second passkey.
    return { unannounced: by.unannounced, known_until: await knownUntil(tx, by.id, at) }
  }

  /** Removes passkeys above the limit after recovery, the least recently used first, but not `spared`. */
  async function makeRoom(
    tx: Transactor,
    own: PasskeyRow[],
    by: string,
    spared: PasskeyRow | undefined,
  ): Promise<void> {
    const byUse = own.filter((one) => one !== spared).sort((a, b) => a.last_used_at - b.last_used_at)
    for (const passkey of byUse.slice(0, Math.max(0, own.length + 1 - MOST))) {
      await removePasskey(tx, passkey, by, now())
      await audit.record(tx, { kind: 'passkey-removed', reference: passkey.id })
    }
  }

  return {
    /** @throws ProblemError proofing-required, assertion-required, account-exists, too-many-passkeys */
    async options(session: SessionRow, recover: boolean): Promise<PublicKeyCredentialCreationOptionsJSON> {
      const subject = entitled(session)
      const patient = await store.read((db) => findPatientBySubject(db, subject))
      if (patient && session.patient_id === null && !recover) throw new ProblemError('account-exists')
      const known = patient ? await store.read((db) => passkeysOf(db, patient.id)) : []
      if (known.length >= MOST && !recover) throw new ProblemError('too-many-passkeys')
      const user_handle = patient?.user_handle ?? random.bytes(32).toString('base64url')
      const begun: Begun = { subject, user_handle, recover }
      const challenge = await challenges.issue(session, 'register', begun)
      return generateRegistrationOptions({
        rpName: 'えらぶ Erabu',
        rpID: challenges.rpId,
        challenge: Buffer.from(challenge, 'base64url'),
        userID: Buffer.from(user_handle, 'base64url'),
        userName: userNameOf(patient?.created_at ?? now()),
        timeout: challenges.timeout('register'),
        attestationType: 'none',
        excludeCredentials: known.map(({ id, transports }) => ({ id, transports: JSON.parse(transports) })),
        authenticatorSelection: {
          residentKey: 'required',
          userVerification: 'required',
          ...(session.device === 'shared' ? { authenticatorAttachment: 'cross-platform' } : {}),
        },
        supportedAlgorithmIDs: [-7, -8, -257],
      })
    },

    /**
     * Verifies a registration and stores the passkey. A recovery ends all other sessions of the account.
     * @throws ProblemError challenge-expired, passkey-rejected, proofing-required, assertion-required,
     *   account-exists, too-many-passkeys, not-signed-in
     */
    async register(
      session: SessionRow,
      response: RegistrationResponseJSON,
    ): Promise<{ passkey: { id: string; created_at: number }; renewed: Renewed }> {
      const { payload, expected } = await challenges.take<Begun>(session, 'register', response)
      const registered = await orReject(verifyRegistration(response, expected))
      const at = now()
      const renewed = await rights.gain(session, [payload.subject], async (tx, current) => {
        if (entitled(current) !== payload.subject) throw new ProblemError('proofing-required')
        const existing = await findPatientBySubject(tx, payload.subject)
        if (existing && current.patient_id === null && !payload.recover)
          throw new ProblemError('account-exists')
        const { subject, user_handle } = payload
        // An account made in the meantime has another handle: nobody could ever sign in with this passkey.
        if (existing && existing.user_handle !== user_handle) throw new ProblemError('challenge-expired')
        const patient = existing ?? {
          id: random.id(),
          subject,
          user_handle,
          created_at: at,
          under_age: current.under_age,
        }
        if (!existing) await insertPatient(tx, patient)
        const own = await passkeysOf(tx, patient.id)
        if (own.length >= MOST && !payload.recover) throw new ProblemError('too-many-passkeys')
        const signedInBy = own.find(({ id }) => id === current.passkey_id)
        if (existing && !payload.recover && !signedInBy) throw new ProblemError('not-signed-in')
        const passkey: PasskeyRow = {
          id: registered.id,
          patient_id: patient.id,
          public_key: registered.public_key,
          counter: registered.counter,
          transports: JSON.stringify(registered.transports),
          backup_eligible: registered.backup_eligible ? 1 : 0,
          backed_up: registered.backed_up ? 1 : 0,
          aaguid: registered.aaguid,
          created_at: at,
          last_used_at: at,
          name: null,
          ...(await announcement(tx, payload, signedInBy, at)),
        }
        if ((await wasRemoved(tx, passkey.id)) || !(await insertPasskey(tx, passkey)))
          throw new ProblemError('passkey-rejected', { reason: 'id is taken' })
        if (payload.recover) await makeRoom(tx, own, passkey.id, signedInBy)
        if (payload.recover) await deleteSessionsOf(tx, { patient_id: patient.id, keep: session.id })
        const added = { kind: payload.recover ? 'recovery' : 'passkey-added', reference: passkey.id } as const
        await audit.record(tx, added, { kind: 'sign-in', reference: session.id })
        const happened = { subject: payload.subject, device: session.device, at }
        const kinds = payload.recover ? (['recovered', 'signed-in'] as const) : (['signed-in'] as const)
        await noteAccount(
          tx,
          kinds.map((kind) => ({ ...happened, id: random.id(), kind })),
        )
        const passkey_id = current.passkey_id ?? registered.id
        return rights.asPatient(tx, current, patient, { passkey_id, asserted_at: current.asserted_at })
      })
      return { passkey: { id: registered.id, created_at: at }, renewed }
    },
  }
}

export type PasskeyRegistration = ReturnType<typeof createPasskeyRegistration>
