import type { Relation } from '../../contract/acting.ts'
import type { CaseAbout, CaseAnswerCode, CaseSays } from '../../contract/cases.ts'
import type { Purpose } from '../../contract/catalogue.ts'
import type { Listed, TokenState } from '../../contract/holder.ts'
import type { Precision } from '../../contract/identifiers.ts'
import type { OutcomeCode, OutcomeReason } from '../../contract/outcomes.ts'
import type { Choice, Device, UseClass } from '../../contract/patient.ts'
import type { Environment, RecordForm } from '../../contract/projects.ts'
import type { Time } from '../time.ts'

/** One linkage: database D has linked the records of subject S for purpose P. */
export type LinkageRow = {
  id: string
  subject: string
  database_id: string
  purpose: Purpose
  /** Generation of the current token, from 1. */
  generation: number
  /** Generation of the token that the holder knows; later ones are `hidden`. */
  told: number
  notified_on: string | null
  registered_at: Time
  /** When the holder said that it no longer links these records. */
  removed_at: Time | null
  /** What the holder's record was matched by when it was registered first. */
  precision: Precision
}

/**
 * Somebody else whose stop counts for a linkage. `candidate`: the record may be theirs (ID4), and they see it · `same`:
 * another identifier of the same person, who sees it · `apart`: the two may have been one for the resolver; neither
 * sees the other's.
 */
export type PartyKind = 'candidate' | 'same' | 'apart'
export type PartyRow = { linkage_id: string; subject: string; kind: PartyKind; since: Time } & HeardUntil

/**
 * How far the decisions of somebody count for another person's linkages: all of them (both null), or those up to the
 * ordinal `until`, and only while that other person has made none that covers the linkage after their own `own_until`.
 */
export type HeardUntil = { until: number | null; own_until: number | null }

/** Every linkage token ever minted, with its index in a status list; rows are never deleted. */
export type TokenRow = {
  token: string
  linkage_id: string
  generation: number
  database_id: string
  purpose: Purpose
  list: number
  idx: number
  /** What is true, and what its person sees. */
  state: TokenState
  /** What its holder was told: lists and answers follow only this. */
  listed: Listed
  usable_from: string | null
  /** When `state` changed. */
  changed_at: Time
  /** `change_no` of its list when `listed` last changed: tells a rebuild what to read. */
  change_no: number
  /** The batch of linkages or the decision that minted it; null: older than the audit trail. */
  minted_by: string | null
}

export type DecisionRow = {
  id: string
  subject: string
  /** Order of a person's decisions, from 1. */
  ordinal: number
  choice: Choice
  /** `*`: several databases, which `scope_databases` lists. */
  scope_database: string | null
  scope_purpose: Purpose | null
  /** Ids, separated by commas. */
  scope_databases: string | null
  text: string
  locale: string
  device: Device
  recorded_at: Time
  /** JSON: what the passkey, or two keys of the staff, signed, and with which key. */
  evidence: string
  receipt_number: string
  receipt: string
  /** The desk that recorded it from a signed form; null: the person's passkey signed it. */
  desk: string | null
  /** How the representative who made it stands to its person; null: the person made it. */
  acting: Relation | null
  /** Whose account signed as representative. */
  acting_patient: string | null
}

/** A representative's decision that its person has said to keep. */
export type KeptDecisionRow = { decision_id: string; subject: string; at: Time }

/** A representative's stop that another representative wanted to lift within a day. */
export type DisagreementRow = { decision_id: string; subject: string; at: Time }

/** A decision about several databases names this one. */
export type DecisionDatabaseRow = { subject: string; database_id: string; ordinal: number }

/**
 * One use of an Idempotency-Key. `decision_id` is null until its decision is recorded. `payload`: the preview as
 * JSON; null once the decision is recorded. `claimer`: the process that claimed it. `key`: HMAC of the key that was
 * sent.
 */
export type IdempotencyRow = {
  patient_id: string
  key: string
  body_hash: string
  decision_id: string | null
  created_at: Time
  payload: string | null
  claimer: string | null
}

/** What a holder said became of a revoked token. `ordinal` from 1: the highest is what it says now. */
export type OutcomeRow = {
  token: string
  ordinal: number
  code: OutcomeCode
  reason: OutcomeReason | null
  /** Calendar day in Japan. */
  until: string | null
  at: Time
  /** The batch that said so, which the audit trail names. */
  batch: string
}

/** What a database was used for, as its holder reported it. */
export type UsageRow = {
  id: string
  database_id: string
  project_id: string
  title: string
  organisation: string
  purpose: Purpose
  /** First and last day of the use. */
  from_day: string
  to_day: string
  reported_at: Time
}

/**
 * A project of a database. `version`: what it is now; 0: it is used and not registered. `used_at`: its first use; null:
 * none was reported.
 */
export type ProjectRow = { database_id: string; id: string; version: number; used_at: Time | null }

/** What a project was from one change to the next. Days are calendar days in Japan. */
export type ProjectVersionRow = {
  database_id: string
  project_id: string
  /** From 1. */
  version: number
  title: string
  organisation: string
  purpose: Purpose
  approved_by: string
  approved_on: string
  environment: Environment
  form: RecordForm
  ends_on: string
  erase_by: string
  erased_on: string | null
  at: Time
  /** The change that made it so, which the audit trail names. */
  change: string
}

/**
 * One upload of a report of use. `usage_id`: its report, once the upload was read completely. `cases_due`: 1 while
 * cases may have to be opened about it.
 */
export type UsageUploadRow = {
  id: string
  database_id: string
  usage_id: string | null
  idempotency_key: string | null
  begun_at: Time
  completed_at: Time | null
  cases_due: number
}

/**
 * An upload says that the records behind a token were used. `class`: null where it is older than classes.
 * `case_number`: the case that was opened about it.
 */
export type UploadTokenRow = {
  upload_id: string
  token: string
  linkage_id: string
  class: UseClass | null
  case_number: string | null
}

/**
 * A question that the operator has to answer. `ref`: the report of use that it is about, or empty. `opened_by` `erabu`:
 * the system, and then `says` is null. `answer` and `answered_at` are null while it is open.
 */
export type CaseRow = {
  number: string
  database_id: string
  subject: string
  about: CaseAbout
  ref: string
  opened_by: 'me' | 'erabu'
  opened_at: Time
  /** Calendar day in Japan. */
  due_on: string
  state: 'open' | 'answered'
  says: CaseSays | null
  answer: CaseAnswerCode | null
  answered_at: Time | null
}

/** Decisions cover this database for this purpose, and the decisions that stood then were applied. */
export type CoveredRow = { database_id: string; purpose: Purpose }
