import type { AuditLink, ChainHead } from '../domain/audit.ts'
import type { DeskEntryRow, DeskSessionRow, DeskStaffRow } from './desk/rows.ts'
import type {
  AckRow,
  DeliveryErrorRow,
  EventRow,
  FeedRow,
  KnownClosedRow,
  OutboxRow,
  ProgressRow,
  SignedListRow,
  StatusListRow,
  StreamEventRow,
  StreamRow,
} from './feeds/rows.ts'
import type {
  AccountEventRow,
  AliasRow,
  ChallengeRow,
  KinRow,
  KioskCallRow,
  KioskRow,
  PasskeyRow,
  PatientRow,
  PersonRow,
  ProofingRow,
  PushPersonRow,
  PushSubscriptionRow,
  ReadMessageRow,
  RemovedPasskeyRow,
  SafePersonRow,
  SessionRow,
} from './people/rows.ts'
import type {
  CaseRow,
  CoveredRow,
  DecisionDatabaseRow,
  DecisionRow,
  DisagreementRow,
  IdempotencyRow,
  KeptDecisionRow,
  LinkageRow,
  OutcomeRow,
  PartyRow,
  ProjectRow,
  ProjectVersionRow,
  TokenRow,
  UploadTokenRow,
  UsageRow,
  UsageUploadRow,
} from './records/rows.ts'
import type { Time } from './time.ts'

/** Used client assertions: a `jti` is valid once. */
export type AssertionRow = { client_id: string; jti: string; expires_at: Time }

/** The length of a chain of the audit trail, and how much of it an anchor vouches for. */
export type AuditChainRow = ChainHead & { anchored: number }

/** A signed statement of where the chains stood, `ordinal` from 1. */
export type AuditAnchorRow = { ordinal: number; jws: string }

/** An epoch begun by a restore; `first_list`: the number from which it opens status lists. */
export type EpochRow = { id: string; began_at: Time; first_list: number }

/** The store has gone back: nothing is written until an epoch begins. `id` is 1. */
export type SetbackRow = { id: number; reason: string; noticed_at: Time }

/** The name of the oldest key by which people are known. `id` is 1. */
export type SubjectKeyRow = { id: number; key_name: string }

/** The row that a probe writes to test whether the store can be written. */
export type WriteProbeRow = { id: number; at: Time }

/** Every table, by its name. Rows of people, records and feeds are described beside their queries. */
export type Schema = {
  patient: PatientRow
  passkey: PasskeyRow
  removed_passkey: RemovedPasskeyRow
  account_event: AccountEventRow
  read_message: ReadMessageRow
  session: SessionRow
  challenge: ChallengeRow
  proofing: ProofingRow
  alias: AliasRow
  kin: KinRow
  safe_person: SafePersonRow
  linkage: LinkageRow
  party: PartyRow
  token: TokenRow
  decision: DecisionRow
  decision_database: DecisionDatabaseRow
  kept_decision: KeptDecisionRow
  disagreement: DisagreementRow
  idempotency: IdempotencyRow
  outbox: OutboxRow
  event: EventRow
  feed: FeedRow
  mark: ProgressRow
  stream: StreamRow
  notice: StreamEventRow
  ack: AckRow
  delivery_error: DeliveryErrorRow
  outcome: OutcomeRow
  usage: UsageRow
  usage_upload: UsageUploadRow
  upload_token: UploadTokenRow
  project: ProjectRow
  project_version: ProjectVersionRow
  case_file: CaseRow
  status_list: StatusListRow
  signed_list: SignedListRow
  assertion: AssertionRow
  person: PersonRow
  kiosk: KioskRow
  kiosk_call: KioskCallRow
  desk_staff: DeskStaffRow
  desk_session: DeskSessionRow
  desk_entry: DeskEntryRow
  audit: AuditLink
  audit_chain: AuditChainRow
  audit_anchor: AuditAnchorRow
  epoch: EpochRow
  covered: CoveredRow
  setback: SetbackRow
  subject_key: SubjectKeyRow
  known_closed: KnownClosedRow
  write_probe: WriteProbeRow
  push_person: PushPersonRow
  push_subscription: PushSubscriptionRow
}
