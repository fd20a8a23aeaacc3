import type { Schema } from '../../api/store/schema.ts'
import type { Store } from '../../api/store/store.ts'

/** Rows of a small store: a test says only what of them matters. */
const ORDINARY = {
  patient: { id: 'p', subject: 's', user_handle: 'u', created_at: 0 },
  passkey: {
    id: 'k',
    patient_id: 'p',
    public_key: '{}',
    counter: 0,
    transports: '["internal"]',
    backup_eligible: 0,
    backed_up: 0,
    aaguid: '',
    created_at: 0,
    last_used_at: 0,
    name: null,
    unannounced: 0,
    known_until: 0,
  },
  removed_passkey: {
    id: 'r',
    patient_id: 'p',
    name: null,
    created_at: 0,
    removed_at: 0,
    removed_by: null,
    public_key: '{}',
    transports: '["usb"]',
    backup_eligible: 0,
  },
  session: {
    id: 'n',
    secret_hash: 'hash',
    patient_id: null,
    passkey_id: null,
    device: 'personal',
    subject: null,
    proofed_at: null,
    asserted_at: null,
    kiosk_id: null,
    staff_key: null,
    last_seen_at: 0,
    expires_at: 0,
  },
  challenge: { challenge: 'c', session_id: 'n', purpose: 'sign-in', payload: '{}', expires_at: 0 },
  proofing: {
    id: 'f',
    session_id: 'n',
    state_hash: 'state',
    secret_hash: 'secret',
    sealed: '',
    status: 'started',
    device: 'personal',
    return_to: 'patient',
    view: null,
    expires_at: 0,
  },
  push_person: { patient_id: 'p', looked_until: 0, news: 0, due_at: null, sent_at: 0 },
  push_subscription: {
    id: 'subscription',
    patient_id: 'p',
    session_id: 'n',
    passkey_id: 'k',
    sealed: '',
    told: 0,
    tries: 0,
    created_at: 0,
  },
  kiosk: { id: 'kiosk', muted: 0, command: null, command_no: 0, command_at: 0, seen_at: 0 },
  kiosk_call: { id: 'call', kiosk_id: 'kiosk', called_at: 0, taken_at: null, closed_at: null },
  linkage: {
    id: 'l',
    subject: 's',
    database_id: 'a',
    purpose: 'research',
    generation: 1,
    told: 1,
    notified_on: null,
    registered_at: 0,
    removed_at: null,
  },
  token: {
    token: 't',
    linkage_id: 'l',
    generation: 1,
    database_id: 'a',
    purpose: 'research',
    list: 1,
    idx: 0,
    state: 'usable',
    listed: 'usable',
    usable_from: null,
    changed_at: 0,
    change_no: 1,
    minted_by: null,
  },
  decision: {
    id: 'd',
    subject: 's',
    ordinal: 1,
    choice: 'stop',
    scope_database: null,
    scope_purpose: null,
    scope_databases: null,
    text: '',
    locale: 'ja',
    device: 'personal',
    recorded_at: 0,
    evidence: '{}',
    receipt_number: 'n',
    receipt: '',
  },
  decision_database: { subject: 's', database_id: 'a', ordinal: 1 },
  idempotency: {
    patient_id: 'p',
    key: 'key',
    body_hash: 'body',
    decision_id: null,
    created_at: 0,
    payload: null,
    claimer: null,
  },
  outbox: {
    id: 'o',
    database_id: 'a',
    token: 't',
    kind: 'revoke',
    replaces: null,
    recorded_at: 0,
    not_before: 0,
    deadline: 0,
    ordinal: 0,
  },
  event: {
    database_id: 'a',
    seq: 1,
    jti: 'j',
    token: 't',
    kind: 'revoke',
    recorded_at: 0,
    published_at: 0,
    ordinal: 0,
    set: '',
    revoked_count: 1,
    revoked_digest: 'digest',
  },
  ack: { database_id: 'a', seq: 1 },
  delivery_error: { database_id: 'a', jti: 'j', err: 'unreadable', at: 0 },
  feed: {
    database_id: 'a',
    seq: 0,
    revoked_count: 0,
    revoked_digest: '',
    mismatch_since: null,
    round_at: null,
  },
  mark: { database_id: 'a', kind: 'applied', through_seq: 1, at: 0 },
  stream: {
    id: 'stream',
    database_id: 'a',
    description: null,
    events_requested: null,
    status: 'enabled',
    status_reason: null,
    cursor: 0,
    created_at: 0,
    noticed_at: 0,
  },
  notice: { jti: 'n', stream_id: 'stream', set: '', created_at: 0 },
  status_list: {
    database_id: 'a',
    purpose: 'research',
    list: 1,
    change_no: 1,
    built_no: 1,
    assigned: 1,
    reserved: 0,
    signed_at: 0,
  },
  signed_list: { database_id: 'a', purpose: 'research', list: 1, jwt: 'jwt' },
  usage: {
    id: 'use',
    database_id: 'a',
    project_id: 'project',
    title: '',
    organisation: '',
    purpose: 'research',
    from_day: '2026-01-01',
    to_day: '2026-01-31',
    reported_at: 0,
  },
  usage_upload: {
    id: 'upload',
    database_id: 'a',
    usage_id: null,
    idempotency_key: null,
    begun_at: 0,
    completed_at: null,
  },
  upload_linkage: { upload_id: 'upload', linkage_id: 'l' },
  assertion: { client_id: 'c', jti: 'j', expires_at: 0 },
  audit: {
    chain: 'chain',
    ordinal: 1,
    at: 0,
    kind: 'decision',
    reference: 'd',
    digest: null,
    previous: '',
    hash: '',
  },
  audit_chain: { chain: 'chain', ordinal: 1, hash: '', anchored: 0 },
  audit_anchor: { ordinal: 1, jws: '' },
  epoch: { id: 'e', began_at: 0, first_list: 1 },
  setback: { id: 1, reason: 'why', noticed_at: 0 },
  known_closed: { token: 't', noticed_at: 0 },
  covered: { database_id: 'a', purpose: 'research' },
} satisfies Partial<Schema>

type Table = keyof typeof ORDINARY
export type Rows = { [T in Table]?: Partial<Schema[T]>[] }

/** Stores rows in the order of the tables given. What a row does not say is as in any other of its table. */
export const put = (store: Store, rows: Rows): Promise<void> =>
  store.transact(async (tx) => {
    for (const [table, some] of Object.entries(rows))
      for (const row of some)
        await tx
          .insertInto(table as 'token')
          .values({ ...ORDINARY[table as 'token'], ...(row as Partial<Schema['token']>) })
          .execute()
  })

/** A linkage for each of these tokens, with the token in it. */
export const linked = (...tokens: Partial<Schema['token']>[]): Rows => ({
  linkage: tokens.map(({ token, database_id = 'a', purpose = 'research' }) => ({
    id: `linkage of ${token}`,
    subject: `subject of ${token}`,
    database_id,
    purpose,
  })),
  token: tokens.map((one, idx) => ({ linkage_id: `linkage of ${one.token}`, idx, ...one })),
})

/** Every row of a table. */
export const rowsOf = <T extends Table>(store: Store, table: T): Promise<Schema[T][]> =>
  store.read((db) =>
    db
      .selectFrom(table as 'token')
      .selectAll()
      .execute(),
  ) as unknown as Promise<Schema[T][]>
