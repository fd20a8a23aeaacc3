import { createHash, randomBytes, randomUUID } from 'node:crypto'
import type { DatabaseSync } from 'node:sqlite'
import type { AuthenticationResponseJSON } from '@simplewebauthn/server'
import { verifyAuthenticationResponse } from '@simplewebauthn/server'
import type { Signer } from '../../../api/keys/signer.ts'
import type { Seated } from '../patients.ts'

/**
 * The yardstick of a decision: one assertion verified, one JWS signed, the rows of a stop written in one durable
 * transaction. Nothing is looked up or checked.
 * @param tokens by subject, with their database.
 */
export function createBareDecide(
  db: DatabaseSync,
  {
    signer,
    origin,
    tokens,
  }: { signer: Signer; origin: string; tokens: Map<string, { token: string; database: string }[]> },
) {
  const sql = {
    decision: db.prepare(
      `insert into decision (id, subject, ordinal, choice, text, locale, device, recorded_at, evidence,
       receipt_number, receipt) values (?, ?, 1, 'stop', ?, 'ja', 'personal', ?, ?, ?, ?)`,
    ),
    token: db.prepare(`update token set state = 'revoked', changed_at = ? where token = ?`),
    outbox: db.prepare(`insert into outbox (id, database_id, token, kind, recorded_at)
       values (?, ?, ?, 'revoke', ?)`),
    passkey: db.prepare('update passkey set counter = ?, last_used_at = ? where id = ?'),
    session: db.prepare('update session set asserted_at = ?, last_seen_at = ? where subject = ?'),
    idempotency: db.prepare(`insert into idempotency (patient_id, key, body_hash, decision_id, created_at)
       values (?, ?, ?, ?, ?)`),
  }

  return async ({ subject, patient }: Seated, response: AuthenticationResponseJSON, challenge: string) => {
    const [credential] = patient.authenticator.credentials
    if (!credential) throw new Error('a patient without a passkey')
    const { verified, authenticationInfo } = await verifyAuthenticationResponse({
      response,
      expectedChallenge: challenge,
      expectedOrigin: origin,
      expectedRPID: credential.rpId,
      credential: { id: credential.id, publicKey: Uint8Array.from(credential.publicKey), counter: 0 },
    })
    if (!verified) throw new Error('an assertion does not verify')
    const [id, at, text] = [randomUUID(), Date.now(), randomBytes(32).toString('base64url')]
    const evidence = JSON.stringify({
      challenge,
      response: response.response,
      publicKey: credential.publicKey.toString('base64url'),
    })
    const covered = tokens.get(subject) ?? []
    const receipt = await signer.sign('receipt+jwt', {
      iss: origin,
      iat: Math.floor(at / 1000),
      jti: id,
      choice: 'stop',
      scope: { all: true },
      databases: covered.map(({ database }) => database),
      text,
      assertion: createHash('sha256').update(evidence).digest('base64url'),
    })
    db.exec('begin immediate')
    sql.decision.run(id, subject, text, at, evidence, id, receipt)
    for (const { token, database } of covered) {
      sql.token.run(at, token)
      sql.outbox.run(randomUUID(), database, token, at)
    }
    sql.passkey.run(authenticationInfo.newCounter, at, credential.id)
    sql.session.run(at, at, subject)
    sql.idempotency.run(id, id, text, id, at)
    db.exec('commit')
  }
}
