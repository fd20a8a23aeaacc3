import type { AuditKind, AuditLink } from '../domain/audit.ts'
import type { DecisionRow } from './records/rows.ts'
import type { Reader } from './store.ts'

const ADDED = ['passkey-added', 'recovery'] as const
const OPENED = ['case-opened', 'case-asked'] as const

/** Entries of the trail about one kind of thing, as `entry`. */
const entriesOf = (db: Reader, ...kinds: AuditKind[]) =>
  db.selectFrom('audit').select('reference').where('kind', 'in', kinds).as('entry')

type Search = (db: Reader) => Promise<{ id: string } | undefined>

/** What must be in both the store and the trail: each search finds one id that is missing from one of them. */
const ACCOUNTS: [fault: string, search: Search][] = [
  [
    'is audited and not in the store: a decision',
    (db) =>
      db
        .selectFrom(entriesOf(db, 'decision'))
        .leftJoin('decision', 'decision.id', 'entry.reference')
        .select('entry.reference as id')
        .where('decision.id', 'is', null)
        .limit(1)
        .executeTakeFirst(),
  ],
  [
    'is in the store and not audited: a decision',
    (db) =>
      db
        .selectFrom('decision')
        .leftJoin(entriesOf(db, 'decision'), 'entry.reference', 'decision.id')
        .select('decision.id as id')
        .where('entry.reference', 'is', null)
        .limit(1)
        .executeTakeFirst(),
  ],
  [
    'is audited twice: a decision',
    (db) =>
      db
        .selectFrom(entriesOf(db, 'decision'))
        .select('entry.reference as id')
        .groupBy('entry.reference')
        .having((eb) => eb.fn.countAll(), '>', 1)
        .limit(1)
        .executeTakeFirst(),
  ],
  [
    'is audited, not removed and not in the store: a passkey',
    (db) =>
      db
        .selectFrom(entriesOf(db, ...ADDED))
        .leftJoin('passkey', 'passkey.id', 'entry.reference')
        .select('entry.reference as id')
        .where('passkey.id', 'is', null)
        .where('entry.reference', 'not in', (eb) =>
          eb.selectFrom('audit').select('reference').where('kind', '=', 'passkey-removed'),
        )
        .limit(1)
        .executeTakeFirst(),
  ],
  [
    'is in the store and not audited: a batch of outcomes',
    (db) =>
      db
        .selectFrom('outcome')
        .leftJoin(entriesOf(db, 'outcomes'), 'entry.reference', 'outcome.batch')
        .select('outcome.batch as id')
        .where('entry.reference', 'is', null)
        .limit(1)
        .executeTakeFirst(),
  ],
  [
    'is in the store and not audited: a change of a project',
    (db) =>
      db
        .selectFrom('project_version')
        .leftJoin(entriesOf(db, 'project', 'erasure'), 'entry.reference', 'project_version.change')
        .select('project_version.change as id')
        .where('entry.reference', 'is', null)
        .limit(1)
        .executeTakeFirst(),
  ],
  [
    'is in the store and not audited: a case',
    (db) =>
      db
        .selectFrom('case_file')
        .leftJoin(entriesOf(db, ...OPENED), 'entry.reference', 'case_file.number')
        .select('case_file.number as id')
        .where('entry.reference', 'is', null)
        .limit(1)
        .executeTakeFirst(),
  ],
  [
    'is audited and not in the store: a case',
    (db) =>
      db
        .selectFrom(entriesOf(db, ...OPENED))
        .leftJoin('case_file', 'case_file.number', 'entry.reference')
        .select('entry.reference as id')
        .where('case_file.number', 'is', null)
        .limit(1)
        .executeTakeFirst(),
  ],
  [
    'is in the store and not audited: the answer to a case',
    (db) =>
      db
        .selectFrom('case_file')
        .leftJoin(entriesOf(db, 'case-answered'), 'entry.reference', 'case_file.number')
        .select('case_file.number as id')
        .where('case_file.answer', 'is not', null)
        .where('entry.reference', 'is', null)
        .limit(1)
        .executeTakeFirst(),
  ],
  [
    'is audited twice: the answer to a case',
    (db) =>
      db
        .selectFrom(entriesOf(db, 'case-answered'))
        .select('entry.reference as id')
        .groupBy('entry.reference')
        .having((eb) => eb.fn.countAll(), '>', 1)
        .limit(1)
        .executeTakeFirst(),
  ],
  [
    'is in the store and not audited: a form',
    (db) =>
      db
        .selectFrom('desk_entry')
        .leftJoin(entriesOf(db, 'desk-entered'), 'entry.reference', 'desk_entry.id')
        .select('desk_entry.id as id')
        .where('entry.reference', 'is', null)
        .limit(1)
        .executeTakeFirst(),
  ],
  [
    'is audited and not in the store: a form',
    (db) =>
      db
        .selectFrom(entriesOf(db, 'desk-entered'))
        .leftJoin('desk_entry', 'desk_entry.id', 'entry.reference')
        .select('entry.reference as id')
        .where('desk_entry.id', 'is', null)
        .limit(1)
        .executeTakeFirst(),
  ],
  [
    'is in the store and not audited: the return of a form',
    (db) =>
      db
        .selectFrom('desk_entry')
        .leftJoin(entriesOf(db, 'desk-returned'), 'entry.reference', 'desk_entry.id')
        .select('desk_entry.id as id')
        .where('desk_entry.state', '=', 'returned')
        .where('entry.reference', 'is', null)
        .limit(1)
        .executeTakeFirst(),
  ],
  [
    'is in the store and not audited: a key of a desk',
    (db) =>
      db
        .selectFrom('desk_staff')
        .leftJoin(entriesOf(db, 'desk-key'), 'entry.reference', 'desk_staff.id')
        .select('desk_staff.id as id')
        .where('desk_staff.credential_id', 'is not', null)
        .where('entry.reference', 'is', null)
        .limit(1)
        .executeTakeFirst(),
  ],
  [
    'is in the store and not audited: a passkey',
    (db) =>
      db
        .selectFrom('passkey')
        .leftJoin(entriesOf(db, ...ADDED), 'entry.reference', 'passkey.id')
        .select('passkey.id as id')
        .where('entry.reference', 'is', null)
        .limit(1)
        .executeTakeFirst(),
  ],
  [
    'is signed in and not audited: a session',
    (db) =>
      db
        .selectFrom('session')
        .leftJoin(entriesOf(db, 'sign-in'), 'entry.reference', 'session.id')
        .select('session.id as id')
        .where('session.patient_id', 'is not', null)
        .where('entry.reference', 'is', null)
        .limit(1)
        .executeTakeFirst(),
  ],
]

/** @returns the first contradiction between the trail and what it refers to, as a sentence; null: none. */
export async function accountFault(db: Reader): Promise<string | null> {
  for (const [fault, search] of ACCOUNTS) {
    const found = await search(db)
    if (found) return `${found.id} ${fault}`
  }
  return null
}

/** The decisions that entries of the trail name. */
export const auditedDecisions = (db: Reader, links: AuditLink[]): Promise<DecisionRow[]> =>
  db
    .selectFrom('decision')
    .selectAll()
    .where(
      'id',
      'in',
      links.map(({ reference }) => reference),
    )
    .execute()

/** At most `limit` tokens after `token`, and what they were minted by. */
export const mintedTokens = (db: Reader, token: string, limit: number) =>
  db
    .selectFrom('token')
    .select(['token', 'minted_by'])
    .where('token', '>', token)
    .orderBy('token')
    .limit(limit)
    .execute()

/** Those of these ids that no decision has. */
export async function notDecisions(db: Reader, ids: string[]): Promise<string[]> {
  const found = await db.selectFrom('decision').select('id').where('id', 'in', ids).execute()
  const known = new Set(found.map(({ id }) => id))
  return ids.filter((id) => !known.has(id))
}
