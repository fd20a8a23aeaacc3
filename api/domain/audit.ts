import { createHash } from 'node:crypto'
import { jcs } from './decision.ts'
import { addToDigest, EMPTY_DIGEST } from './token.ts'

/**
 * What is audited, and what `reference` names: `decision` (its id) · `sign-in` (the session's id; making a passkey
 * also signs in) · `passkey-added`, `passkey-removed`, `recovery`, which adds one after proofing again, and
 * `counter-back`, where a synced passkey's counter went back (the passkey's id) · `linkages`, `removals`, `outcomes` (an
 * id given to the batch) · `project`, `erasure`, what a holder tells of a project (an id given to the change) ·
 * `case-opened`, a case that the system opened, `case-asked`, one that a person opened, and `case-answered` (the number
 * of the case) · `covered`, what a changed catalogue stopped (an id given to the batch) · `wrong-link` (the proofing
 * whose numbers belong to several people) · `kin`, two subjects that sources named as one person (an id given to the
 * pair) · `kin-ended`, two that are no longer taken for one (an id given to the pair) · `key-loaded` (`kid` of the
 * signing key with which a process started: a new one is a rotation) · `restored` (the id of the epoch that begins) ·
 * `desk-invited`, `desk-key`, `desk-blocked`, `desk-signed-in`, what happens to a key of a desk's staff (the id of its
 * owner's row) · `desk-entered`, `desk-returned`, a form that is entered, or given back (the id of the entry).
 */
export type AuditKind =
  | 'decision'
  | 'sign-in'
  | 'passkey-added'
  | 'passkey-removed'
  | 'recovery'
  | 'counter-back'
  | 'linkages'
  | 'removals'
  | 'outcomes'
  | 'project'
  | 'erasure'
  | 'case-opened'
  | 'case-asked'
  | 'case-answered'
  | 'covered'
  | 'wrong-link'
  | 'kin'
  | 'kin-ended'
  | 'key-loaded'
  | 'restored'
  | 'desk-invited'
  | 'desk-key'
  | 'desk-blocked'
  | 'desk-signed-in'
  | 'desk-entered'
  | 'desk-returned'

/**
 * One audited event. It holds only ids: nothing in it names a person or ties two databases together. `digest` commits
 * to the content of what the reference names, where that must not change afterwards.
 */
export type AuditEntry = { at: number; kind: AuditKind; reference: string; digest: string | null }

/** An entry as a link of a chain, `ordinal` from 1; `hash` is also the next one's `previous`. */
export type AuditLink = AuditEntry & { chain: string; ordinal: number; previous: string; hash: string }

/** The last link of a chain. */
export type ChainHead = { chain: string; ordinal: number; hash: string }

type RecordedDecision = {
  id: string
  subject: string
  ordinal: number
  choice: string
  scope_database: string | null
  scope_purpose: string | null
  scope_databases?: string | null
  text: string
  locale: string
  device: string
  recorded_at: number
  evidence: string
  receipt_number: string
  receipt: string
  desk?: string | null
  acting?: string | null
  acting_patient?: string | null
}

/** The chain before its first entry. */
export const emptyChain = (chain: string): ChainHead => ({ chain, ordinal: 0, hash: EMPTY_DIGEST })

/** Entries as the next links of a chain: `hash` = base64url of SHA-256(JCS(the link without its hash)). */
export function chained(head: ChainHead, entries: AuditEntry[]): AuditLink[] {
  let { ordinal, hash } = head
  return entries.map((entry) => {
    ordinal += 1
    const { at, kind, reference, digest } = entry
    const link = { chain: head.chain, ordinal, at, kind, reference, digest, previous: hash }
    hash = contentDigest(link)
    return { ...link, hash }
  })
}

/** base64url of SHA-256(JCS(value)). */
export const contentDigest = (value: object): string =>
  createHash('sha256').update(jcs(value)).digest('base64url')

/**
 * Digest of a recorded decision: of the members that existed when the trail began, for ever. Later members count where
 * they have a value.
 */
export function decisionDigest(row: RecordedDecision): string {
  const { id, subject, ordinal, choice, scope_database, scope_purpose, text, locale, device } = row
  const { recorded_at, evidence, receipt_number, receipt } = row
  const { scope_databases = null, desk = null, acting = null, acting_patient = null } = row
  const by = acting === null ? {} : { acting, acting_patient }
  const listed = scope_databases === null ? {} : { scope_databases }
  const scope = { scope_database, scope_purpose, ...listed }
  const proof = { evidence, receipt_number, receipt, ...(desk === null ? {} : { desk }) }
  return contentDigest({
    id,
    subject,
    ordinal,
    choice,
    ...scope,
    text,
    locale,
    device,
    recorded_at,
    ...proof,
    ...by,
  })
}

type RecordedOutcome = {
  token: string
  ordinal: number
  code: string
  reason: string | null
  until: string | null
  at: number
}

/** Digest of a batch of outcomes, in any order. */
export const outcomesDigest = (rows: RecordedOutcome[]): string =>
  tokensDigest(
    rows.map(({ token, ordinal, code, reason, until, at }) =>
      contentDigest({ token, ordinal, code, reason, until, at }),
    ),
  )

type RecordedProject = {
  database_id: string
  project_id: string
  version: number
  title: string
  organisation: string
  purpose: string
  approved_by: string
  approved_on: string
  environment: string
  form: string
  ends_on: string
  erase_by: string
  erased_on: string | null
  at: number
}

/** Digest of what a change made of a project. */
export function projectDigest(row: RecordedProject): string {
  const { database_id, project_id, version, title, organisation, purpose, at } = row
  const { approved_by, approved_on, environment, form, ends_on, erase_by, erased_on } = row
  const what = { database_id, project_id, version, title, organisation, purpose, at }
  return contentDigest({ ...what, approved_by, approved_on, environment, form, ends_on, erase_by, erased_on })
}

type RecordedCase = {
  number: string
  database_id: string
  subject: string
  about: string
  ref: string
  opened_at: number
  due_on: string
  says: string | null
}

/** Digest of what a person asked. */
export function caseDigest(row: RecordedCase): string {
  const { number, database_id, subject, about, ref, opened_at, due_on, says } = row
  return contentDigest({ number, database_id, subject, about, ref, opened_at, due_on, says })
}

/** Digest of what the operator answered. */
export const caseAnswerDigest = ({
  number,
  answer,
  answered_at,
}: {
  number: string
  answer: string | null
  answered_at: number | null
}): string => contentDigest({ number, answer, answered_at })

type RecordedEntry = {
  id: string
  form: string
  version: string
  desk: string
  subject: string
  sealed_hash: string
  entry: string
  assertion: string
  entered_by: string
  entered_at: number
}

/** Digest of a form as it was entered. */
export function entryDigest(row: RecordedEntry): string {
  const { id, form, version, desk, subject, sealed_hash, entry, assertion, entered_by, entered_at } = row
  return contentDigest({
    id,
    form,
    version,
    desk,
    subject,
    sealed_hash,
    entry,
    assertion,
    entered_by,
    entered_at,
  })
}

/** Digest of how an entry was given back. */
export const entryReturnDigest = ({
  id,
  ended_by,
  ended_at,
  reason,
}: {
  id: string
  ended_by: string | null
  ended_at: number | null
  reason: string | null
}): string => contentDigest({ id, ended_by, ended_at, reason })

/** Digest of a key of a desk's staff. */
export const deskKeyDigest = ({
  id,
  desk,
  name,
  credential_id,
  public_key,
}: {
  id: string
  desk: string
  name: string
  credential_id: string | null
  public_key: string | null
}): string => contentDigest({ id, desk, name, credential_id, public_key })

/** Digest of a batch of tokens, in any order. */
export const tokensDigest = (tokens: string[]): string => tokens.reduce(addToDigest, EMPTY_DIGEST)
