import type { Messages } from '../../text/ja.ts'

type Words = Messages['how']
type Topic = { topic: keyof Words['topics']; items: [item: keyof Words['items'], columns: string[]][] }

/** The columns of a table, as `table.column`. */
const of = (table: string, ...columns: string[]) => columns.map((column) => `${table}.${column}`)

/**
 * Everything that Erabu stores about a person: in words (`how.items`), and the columns of the store that hold it.
 * `test/store/kept.test.ts` holds it to the store.
 */
export const KEPT: Topic[] = [
  {
    topic: 'account',
    items: [
      [
        'subject',
        [
          'patient',
          'person',
          'session',
          'linkage',
          'decision',
          'decision_database',
          'case_file',
          'account_event',
          'read_message',
          'party',
          'desk_entry',
          'kept_decision',
          'disagreement',
        ].flatMap((table) => of(table, 'subject')),
      ],
      [
        'identifiers',
        [
          ...of('alias', 'alias', 'subject', 'scheme', 'key_name', 'since'),
          ...of('kin', 'subject', 'other', 'reason', 'since', 'until', 'own_until'),
        ],
      ],
      [
        'account',
        [
          ...of('patient', 'id', 'user_handle', 'created_at'),
          ...of('safe_person', 'subject', 'chosen', 'portal'),
          ...[
            'passkey',
            'removed_passkey',
            'session',
            'idempotency',
            'push_person',
            'push_subscription',
          ].flatMap((table) => of(table, 'patient_id')),
        ],
      ],
      [
        'acting',
        [
          ...of('patient', 'under_age'),
          ...of('session', 'represents', 'under_age', 'acting'),
          ...of('decision', 'acting', 'acting_patient'),
          ...of('kept_decision', 'decision_id', 'at'),
          ...of('disagreement', 'decision_id', 'at'),
        ],
      ],
    ],
  },
  {
    topic: 'passkeys',
    items: [
      [
        'key',
        [
          ...of('passkey', 'id', 'public_key', 'counter', 'transports', 'backup_eligible', 'backed_up'),
          ...of('removed_passkey', 'id', 'public_key', 'transports', 'backup_eligible'),
        ],
      ],
      ['provider', of('passkey', 'aaguid')],
      ['passkeyName', [...of('passkey', 'name'), ...of('removed_passkey', 'name')]],
      [
        'passkeyTimes',
        [
          ...of('passkey', 'created_at', 'last_used_at'),
          ...of('removed_passkey', 'created_at', 'removed_at', 'removed_by'),
        ],
      ],
      ['accountEvents', of('account_event', 'id', 'kind', 'device', 'at', 'expires_at')],
      ['passkeyNews', of('passkey', 'unannounced', 'known_until')],
    ],
  },
  {
    topic: 'visits',
    items: [
      [
        'session',
        [
          ...of('session', 'id', 'secret_hash', 'passkey_id'),
          ...of('challenge', 'session_id'),
          ...of('proofing', 'session_id'),
        ],
      ],
      ['sessionTimes', of('session', 'proofed_at', 'asserted_at', 'last_seen_at', 'expires_at')],
      ['deviceKind', [...of('session', 'device', 'kiosk_id'), ...of('decision', 'device')]],
      ['challenge', of('challenge', 'challenge', 'purpose', 'payload', 'expires_at')],
      ['proofing', of('proofing', 'id', 'status', 'device', 'return_to', 'view', 'expires_at')],
      ['sealed', of('proofing', 'state_hash', 'secret_hash', 'sealed')],
    ],
  },
  {
    topic: 'linkages',
    items: [
      [
        'linkage',
        [
          ...of('linkage', 'id', 'database_id', 'purpose', 'notified_on', 'registered_at', 'removed_at'),
          ...of('token', 'linkage_id', 'database_id', 'purpose', 'usable_from'),
        ],
      ],
      [
        'token',
        [
          ...of('linkage', 'generation', 'told'),
          ...of('token', 'token', 'generation', 'state', 'listed', 'changed_at', 'minted_by'),
          ...of('known_closed', 'token', 'noticed_at'),
        ],
      ],
      [
        'match',
        [...of('linkage', 'precision'), ...of('party', 'linkage_id', 'kind', 'since', 'until', 'own_until')],
      ],
      ['place', of('token', 'list', 'idx', 'change_no')],
    ],
  },
  {
    topic: 'decisions',
    items: [
      [
        'decision',
        [
          ...of('decision', 'id', 'ordinal', 'choice', 'recorded_at'),
          ...of('decision', 'scope_database', 'scope_databases', 'scope_purpose'),
          ...of('decision_database', 'database_id', 'ordinal'),
        ],
      ],
      ['decisionText', of('decision', 'text', 'locale')],
      ['evidence', of('decision', 'evidence')],
      ['receipt', of('decision', 'receipt_number', 'receipt')],
      [
        'form',
        [
          ...of('desk_entry', 'id', 'form', 'version', 'desk', 'sealed_hash', 'entry', 'assertion'),
          ...of('desk_entry', 'entered_by', 'entered_at', 'state', 'ended_by', 'ended_at', 'reason'),
          ...of('decision', 'desk'),
        ],
      ],
      ['once', of('idempotency', 'key', 'body_hash', 'decision_id', 'created_at', 'payload', 'claimer')],
    ],
  },
  {
    topic: 'notices',
    items: [
      [
        'waiting',
        [
          ...of('outbox', 'id', 'database_id', 'token', 'kind', 'replaces'),
          ...of('outbox', 'recorded_at', 'not_before', 'deadline', 'ordinal'),
          ...of('outbox', 'decided_by'),
        ],
      ],
      [
        'sent',
        [
          ...of('event', 'database_id', 'seq', 'jti', 'token', 'kind', 'recorded_at', 'published_at'),
          ...of('event', 'ordinal', 'decided_by', 'set', 'revoked_count', 'revoked_digest'),
        ],
      ],
      ['outcome', of('outcome', 'token', 'ordinal', 'code', 'reason', 'until', 'at', 'batch')],
      ['troubles', of('delivery_error', 'database_id', 'jti', 'err', 'at')],
    ],
  },
  {
    topic: 'uses',
    items: [
      [
        'use',
        [
          ...of('usage', 'id', 'database_id', 'project_id', 'title', 'organisation', 'purpose'),
          ...of('usage', 'from_day', 'to_day', 'reported_at'),
        ],
      ],
      ['usedWhich', of('upload_token', 'upload_id', 'token', 'linkage_id')],
      ['useClass', of('upload_token', 'class')],
      [
        'case',
        [
          ...of(
            'case_file',
            'number',
            'database_id',
            'about',
            'ref',
            'opened_by',
            'opened_at',
            'due_on',
            'state',
            'says',
            'answer',
            'answered_at',
          ),
          ...of('upload_token', 'case_number'),
        ],
      ],
    ],
  },
  {
    topic: 'push',
    items: [
      ['readMessages', of('read_message', 'message', 'read_at', 'expires_at')],
      ['pushTo', of('push_subscription', 'id', 'sealed', 'session_id', 'passkey_id', 'created_at')],
      [
        'pushNews',
        [
          ...of('push_subscription', 'told', 'tries'),
          ...of('push_person', 'looked_until', 'news', 'due_at', 'sent_at'),
        ],
      ],
    ],
  },
  {
    topic: 'audit',
    items: [
      ['audit', of('audit', 'chain', 'ordinal', 'at', 'kind', 'reference', 'digest', 'previous', 'hash')],
    ],
  },
]
