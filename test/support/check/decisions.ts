import { createHash } from 'node:crypto'
import { verifySignature } from '@simplewebauthn/server/helpers'
import canonicalize from 'canonicalize'
import { compactVerify, type JWK } from 'jose'
import type { Decision, ReceiptPayload } from '../../../api/contract/patient.ts'
import type { DecisionRow } from '../../../api/store/records/rows.ts'
import type { Stored } from './stored.ts'

type Evidence = {
  decision: Decision
  nonce: string
  credential_id: string
  public_key: string
  client_data_json: string
  authenticator_data: string
  signature: string
  channel?: string
}

/** I1 and I7: every decision was signed by a passkey of its person over its content, and its receipt proves it. */
export async function decisionFaults(stored: Stored, origin: string, signingKey: JWK): Promise<string[]> {
  const faults: string[] = []
  for (const row of stored.decision) {
    const evidence = JSON.parse(row.evidence) as Evidence
    const own = [
      ...(await evidenceFaults(row, evidence, origin)),
      ...(await receiptFaults(row, evidence, origin, signingKey)),
    ]
    const passkey = stored.passkey.find(({ id }) => id === evidence.credential_id)
    const owner = stored.patient.find(({ id }) => id === passkey?.patient_id)
    if (passkey && owner?.subject !== row.subject) own.push('signed with the passkey of somebody else')
    faults.push(...own.map((fault) => `decision ${row.id}: ${fault}`))
  }
  for (const [subject, rows] of Map.groupBy(stored.decision, ({ subject }) => subject)) {
    const ordinals = rows.map(({ ordinal }) => ordinal).sort((a, b) => a - b)
    if (ordinals.some((ordinal, index) => ordinal !== index + 1))
      faults.push(`ordinals of ${subject} have a gap`)
  }
  // What finds a decision by one of its databases must agree with what was signed.
  const places = stored.decision.flatMap(({ subject, ordinal, evidence }) => {
    const { scope } = (JSON.parse(evidence) as Evidence).decision
    return ('databases' in scope ? scope.databases : []).map((id) => `${subject} ${ordinal} ${id}`)
  })
  const found = stored.decision_database.map((row) => `${row.subject} ${row.ordinal} ${row.database_id}`)
  if (places.sort().join() !== found.sort().join())
    faults.push('databases of decisions differ from what was signed')
  const signatures = stored.decision.map(({ evidence }) => (JSON.parse(evidence) as Evidence).signature)
  if (new Set(signatures).size !== signatures.length) faults.push('one assertion made two decisions')
  for (const { decision_id } of stored.idempotency)
    if (decision_id && !stored.decision.some(({ id }) => id === decision_id))
      faults.push('a key names no decision')
  return faults
}

async function evidenceFaults(row: DecisionRow, evidence: Evidence, origin: string): Promise<string[]> {
  const faults: string[] = []
  const { decision } = evidence
  const clientData = Buffer.from(evidence.client_data_json, 'base64url')
  const client = JSON.parse(clientData.toString()) as { challenge: string; origin: string; type: string }
  const nonce = Buffer.from(evidence.nonce, 'base64url')
  if (client.challenge !== hash(nonce, canonicalize(decision) ?? '')) faults.push('challenge')
  if (client.origin !== origin || client.type !== 'webauthn.get') faults.push('origin or type')
  const { scope_database, scope_purpose, scope_databases } = row
  const several = scope_database === '*' && scope_databases !== null
  if (several !== (scope_databases !== null)) faults.push('half a list')
  const scope = several
    ? { databases: scope_databases.split(',') }
    : {
        ...(scope_database === null ? {} : { database: scope_database }),
        ...(scope_purpose === null ? {} : { purpose: scope_purpose }),
        ...(scope_database === null && scope_purpose === null ? { all: true } : {}),
      }
  const recorded = { id: row.id, choice: row.choice, scope, text: row.text, locale: row.locale }
  if (canonicalize(decision) !== canonicalize(recorded))
    faults.push('the row says something else than was signed')
  const data = Buffer.concat([
    Buffer.from(evidence.authenticator_data, 'base64url'),
    createHash('sha256').update(clientData).digest(),
  ])
  const valid = await verifySignature({
    signature: new Uint8Array(Buffer.from(evidence.signature, 'base64url')),
    data: new Uint8Array(data),
    credentialPublicKey: new Uint8Array(Buffer.from(evidence.public_key, 'base64url')),
  })
  return valid ? faults : [...faults, 'signature']
}

async function receiptFaults(
  row: DecisionRow,
  evidence: Evidence,
  origin: string,
  key: JWK,
): Promise<string[]> {
  const verified = await compactVerify(row.receipt, key, { algorithms: ['ES256'] }).catch(() => null)
  if (verified?.protectedHeader.typ !== 'receipt+jwt') return ['the receipt does not verify']
  const payload = JSON.parse(new TextDecoder().decode(verified.payload)) as ReceiptPayload
  const { choice, scope, text } = evidence.decision
  const expected = {
    iss: origin,
    iat: Math.floor(row.recorded_at / 1000),
    jti: row.receipt_number,
    choice,
    scope,
    databases: payload.databases,
    text,
    ...(evidence.channel ? { channel: evidence.channel } : {}),
    assertion: hash(canonicalize(evidence) ?? ''),
  }
  return canonicalize(payload) === canonicalize(expected) ? [] : ['the receipt is about something else']
}

function hash(...parts: (string | Buffer)[]): string {
  const sum = createHash('sha256')
  for (const part of parts) sum.update(part)
  return sum.digest('base64url')
}
