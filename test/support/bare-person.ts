import { randomUUID } from 'node:crypto'
import type { PatientSession } from '../../api/auth/session-rights.ts'
import type { Choice, Decision, DecisionBody, Scope } from '../../api/contract/patient.ts'
import { decisionChallenge } from '../../api/domain/decision.ts'
import type { Previewed } from '../../api/services/decision-claims.ts'
import type { SessionRow } from '../../api/store/people/rows.ts'
import { createAuthenticator, type Flaw } from '../../mocks/person/authenticator.ts'
import { type BareParts, ORIGIN } from './bare-services.ts'
import { HOUR } from './clock.ts'
import { put } from './rows.ts'

/** A passkey as a person holds it, and as its row. @param counts whether it counts signatures. */
export function createPasskey(
  { userHandle, counts = false }: { userHandle: string; counts?: boolean },
  authenticator = createAuthenticator({ origin: ORIGIN, counts, backupEligible: !counts }),
) {
  const rp = { id: new URL(ORIGIN).hostname, name: '' }
  const user = { id: userHandle, name: '', displayName: '' }
  const { id, response } = authenticator.create({ rp, user, challenge: 'AAAA', pubKeyCredParams: [] })
  const public_key = authenticator.credentials.at(-1)?.publicKey.toString('base64url') ?? ''
  const transports = JSON.stringify(response.transports)
  return { authenticator, row: { id, public_key, transports, backup_eligible: counts ? 0 : 1 } }
}

/** A session in which nobody is known. @param now in milliseconds. */
export const sessionOf = (now: number, id: string): SessionRow => ({
  id,
  secret_hash: `secret of ${id}`,
  patient_id: null,
  passkey_id: null,
  device: 'personal',
  subject: null,
  proofed_at: null,
  asserted_at: null,
  kiosk_id: null,
  staff_key: null,
  represents: 0,
  under_age: 0,
  acting: null,
  last_seen_at: now,
  expires_at: now + HOUR,
})

/** A stored session. @param change members that differ from those of one in which nobody is known. */
export async function sessionIn(parts: BareParts, change: Partial<SessionRow> = {}): Promise<SessionRow> {
  const session = { ...sessionOf(parts.now(), change.id ?? 'session'), ...change }
  await put(parts.store, { session: [session] })
  return session
}

/**
 * A person with one passkey and a session that it signed in.
 * @param change members of the session that differ.
 */
export async function signedIn(
  parts: BareParts,
  id = 'p',
  change: Partial<PatientSession> & { counts?: boolean } = {},
) {
  const { store, challenges } = parts
  const { counts = false, ...differs } = change
  const userHandle = Buffer.from(id).toString('base64url')
  const { authenticator, row } = createPasskey({ userHandle, counts })
  const session: PatientSession = {
    ...sessionOf(parts.now(), `session of ${id}`),
    patient_id: id,
    passkey_id: row.id,
    subject: `subject of ${id}`,
    ...differs,
  }
  await put(store, {
    patient: [{ id, subject: session.subject, user_handle: userHandle }],
    passkey: [{ ...row, patient_id: id }],
    session: [session],
  })

  return {
    id,
    session,
    passkey: row,
    authenticator,

    /** A decision that the passkey signs. @param kept what the challenge keeps, where that differs. */
    async signed(
      choice: Choice,
      scope: Scope,
      {
        flaw = {},
        kept = {},
        challenge,
      }: { flaw?: Flaw; kept?: Partial<Previewed>; challenge?: string } = {},
    ): Promise<DecisionBody> {
      const decision: Decision = { id: randomUUID(), choice, scope, text: 'A'.repeat(43), locale: 'ja' }
      const nonce = 'N'.repeat(43)
      const options = await challenges.ask(
        session,
        'decide',
        { decision, nonce, subject: session.subject, ...kept },
        { challenge: challenge ?? decisionChallenge(nonce, decision) },
      )
      return { decision, response: authenticator.get(options, flaw) }
    },
  }
}
