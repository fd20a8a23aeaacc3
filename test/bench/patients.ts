import { createHash, randomBytes, randomUUID } from 'node:crypto'
import type { DatabaseSync } from 'node:sqlite'
import { createAuthenticator } from '../../mocks/person/authenticator.ts'
import { createPatient, type Patient } from '../support/patient.ts'

/** A patient who is signed in, with the subject of their linkages. */
export type Seated = { subject: string; patient: Patient }

const random = () => randomBytes(32).toString('base64url')
const HOUR_MS = 3_600_000

/** Puts patients with a passkey and a session straight into the store. */
export function seedPatients(db: DatabaseSync, origin: string, count: number): Seated[] {
  const account = db.prepare('insert into patient (id, subject, user_handle, created_at) values (?, ?, ?, ?)')
  const passkey = db.prepare(`insert into passkey
    (id, patient_id, public_key, counter, transports, backup_eligible, backed_up, aaguid, created_at, last_used_at)
    values (?, ?, ?, 0, '["internal"]', 1, 1, '', ?, ?)`)
  const session = db.prepare(`insert into session
    (id, secret_hash, patient_id, passkey_id, device, subject, last_seen_at, expires_at)
    values (?, ?, ?, ?, 'personal', ?, ?, ?)`)
  const at = Date.now()
  db.exec('begin')
  const seated = Array.from({ length: count }, () => {
    const [id, subject, handle, secret] = [randomUUID(), random(), random(), random()]
    const authenticator = createAuthenticator({ origin })
    const { id: credential } = authenticator.create({
      rp: { id: new URL(origin).hostname, name: '' },
      user: { id: handle, name: '', displayName: '' },
      challenge: random(),
      pubKeyCredParams: [],
    })
    account.run(id, subject, handle, at)
    for (const { publicKey } of authenticator.credentials)
      passkey.run(credential, id, publicKey.toString('base64url'), at, at)
    session.run(randomUUID(), hash(secret), id, credential, subject, at, at + HOUR_MS)
    const patient = createPatient({ origin, authenticator })
    patient.browser.cookies.set('session', { value: secret, strict: true })
    return { subject, patient }
  })
  db.exec('commit')
  return seated
}

const hash = (secret: string) => createHash('sha256').update(secret).digest('base64url')
