import { Dexie, type EntityTable } from 'dexie'
import type { DatabasesAnswer, DecisionView } from '../../../api/contract/patient.ts'
import type { KeySet } from '../api.ts'
import type { OutboxRecord } from '../outbox-record.ts'
import { DATABASE } from './stored.ts'

/** What the server last said, by name. */
export type Snapshots = { overview: DatabasesAnswer; decisions: DecisionView[] }

type Versioned = { v: number }
export type SnapshotRow = Versioned & {
  name: keyof Snapshots
  as_of: string
  value: Snapshots[keyof Snapshots]
}
/** `key`: Idempotency-Key of the decision that was sent from this device; null for one that was looked up. */
export type ReceiptRow = Versioned & {
  id: string
  key: string | null
  as_of: string
  jws: string
  decision: DecisionView | null
}
export type OutboxRow = Versioned & OutboxRecord & { owner: string }

export type Database = Dexie & {
  /** At most one row: the digest of the WebAuthn user handle of the person whose data is here. */
  owner: EntityTable<{ id: 'patient'; owner: string }, 'id'>
  snapshots: EntityTable<SnapshotRow, 'name'>
  receipts: EntityTable<ReceiptRow, 'id'>
  /** Public keys of the api: no personal data, kept through sign-out so that receipts verify offline. */
  jwks: EntityTable<Versioned & { id: 'api'; as_of: string; value: KeySet }, 'id'>
  outbox: EntityTable<OutboxRow, 'id'>
}

/** `strict`: a write is done when it is on the disk, so that a crash loses no unsent decision. */
export function createDatabase(): Database {
  const database = new Dexie(DATABASE, { chromeTransactionDurability: 'strict' }) as Database
  database
    .version(1)
    .stores({ owner: 'id', snapshots: 'name', receipts: 'id, key', jwks: 'id', outbox: 'id' })
  return database
}
