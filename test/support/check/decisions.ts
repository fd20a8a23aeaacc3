import canonicalize from 'canonicalize'
import { compactVerify, type JWK } from 'jose'
import type { Decision, ReceiptPayload } from '../../../api/contract/patient.ts'
import type { DecisionRow } from '../../../api/store/records/rows.ts'
import { type Assertion, assertionFaults, hash } from './assertions.ts'
import { formFaults, type Paper, paperFaults } from './paper.ts'
import type { Stored } from './stored.ts'

type Evidence = { decision: Decision; channel?: string; acting?: 'child' | 'ward' } & Assertion

/**
 * I1 and I7: every decision was signed by a passkey of its person, or of who acts for them, over its content, or it is a
 * stop that two of a desk's staff have signed with the form that it rests on; and its receipt proves it.
 */
export async function decisionFaults(stored: Stored, origin: string, signingKey: JWK): Promise<string[]> {
  const faults = formFaults(stored)
  for (const row of stored.decision) {
    const evidence = JSON.parse(row.evidence) as Evidence
    if (row.desk !== null) {
      const paper = JSON.parse(row.evidence) as Paper
      const own = [
        ...rowFaults(row, evidence.decision),
        ...(await paperFaults(stored, row, paper, origin)),
        ...(await receiptFaults(row, evidence, origin, signingKey, {
          form: paper.form,
          assertions: paper.assertions.map((one) => hash(canonicalize(one) ?? '')),
        })),
      ]
      faults.push(...own.map((fault) => `decision ${row.id}: ${fault}`))
      continue
    }
    const own = [
      ...rowFaults(row, evidence.decision),
      ...(await assertionFaults(evidence, canonicalize(evidence.decision) ?? '', origin)),
      ...(await receiptFaults(row, evidence, origin, signingKey)),
    ]
    const passkey = stored.passkey.find(({ id }) => id === evidence.credential_id)
    const owner = stored.patient.find(({ id }) => id === passkey?.patient_id)
    if (row.acting === null && row.acting_patient !== null) own.push('half a representative')
    if (passkey && row.acting === null && owner?.subject !== row.subject)
      own.push('signed with the passkey of somebody else')
    if (row.acting !== null && (owner?.id !== row.acting_patient || owner?.subject === row.subject))
      own.push('signed with another passkey than that of the representative')
    if (evidence.acting !== (row.acting ?? undefined)) own.push('the evidence names another relation')
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
  const signatures = stored.decision.flatMap(({ evidence, desk }) =>
    desk === null
      ? [(JSON.parse(evidence) as Evidence).signature]
      : (JSON.parse(evidence) as Paper).assertions.map(({ signature }) => signature),
  )
  if (new Set(signatures).size !== signatures.length) faults.push('one assertion made two decisions')
  for (const { decision_id } of stored.idempotency)
    if (decision_id && !stored.decision.some(({ id }) => id === decision_id))
      faults.push('a key names no decision')
  return faults
}

/** The row says what was signed. */
function rowFaults(row: DecisionRow, decision: Decision): string[] {
  const faults: string[] = []
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
  const recorded = {
    id: row.id,
    choice: row.choice,
    scope,
    text: row.text,
    locale: row.locale,
    ...(row.acting === null ? {} : { for: row.acting }),
  }
  if (canonicalize(decision) !== canonicalize(recorded))
    faults.push('the row says something else than was signed')
  return faults
}

async function receiptFaults(
  row: DecisionRow,
  evidence: Evidence,
  origin: string,
  key: JWK,
  besides: object = {},
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
    ...(evidence.acting ? { acting: evidence.acting } : {}),
    assertion: hash(canonicalize(evidence) ?? ''),
    ...besides,
  }
  return canonicalize(payload) === canonicalize(expected) ? [] : ['the receipt is about something else']
}
