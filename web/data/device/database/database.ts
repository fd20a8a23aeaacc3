import { Dexie, type EntityTable } from 'dexie'
import type { PublicDatabase } from '../../../../api/contract/catalogue.ts'
import type { DatabasesAnswer, DecisionView } from '../../../../api/contract/patient.ts'
import type { OutboxRecord } from '../../decision/outbox-record.ts'
import type { KeySet } from '../../http/api.ts'
import type { FamilyMember } from './family-member.ts'
import { DATABASE } from './stored.ts'

/**
 * The server's last answers by their stored name, and `family`, which the owner wrote. `overview` holds the patient's
 * databases.
 */
export type Snapshots = { overview: DatabasesAnswer; decisions: DecisionView[]; family: FamilyMember[] }

type Versioned = { v: number }
/** What the api publishes to everybody, by its stored name. */
export type Published = { api: KeySet; catalogue: PublicDatabase[] }
export type PublishedRow = {
  [N in keyof Published]: Versioned & { id: N; as_of: string; value: Published[N] }
}[keyof Published]
export type SnapshotRow = Versioned & {
  name: keyof Snapshots
  as_of: string
  value: Snapshots[keyof Snapshots]
}
/** `key`: the Idempotency-Key of a decision sent from this device; null for a receipt that was looked up. */
export type ReceiptRow = Versioned & {
  id: string
  key: string | null
  as_of: string
  jws: string
  decision: DecisionView | null
}
/** `place`: position in the outbox, by order of storing. Signing moves a record to the end. No clock is involved. */
export type OutboxRow = Versioned & OutboxRecord & { owner: string; place: number }

export type Database = Dexie & {
  /** At most one row: the digest of the WebAuthn user handle of the device's owner. */
  owner: EntityTable<{ id: 'patient'; owner: string }, 'id'>
  snapshots: EntityTable<SnapshotRow, 'name'>
  receipts: EntityTable<ReceiptRow, 'id'>
  /**
   * Public keys of the api, and the catalogue. They are no personal data and outlive sign-out, so that receipts verify
   * offline.
   */
  jwks: EntityTable<PublishedRow, 'id'>
  outbox: EntityTable<OutboxRow, 'id'>
}

/** `strict`: a write completes once it is on disk, so that a crash loses no unsent decision. */
export function createDatabase(): Database {
  const database = new Dexie(DATABASE, { chromeTransactionDurability: 'strict' }) as Database
  database
    .version(1)
    .stores({ owner: 'id', snapshots: 'name', receipts: 'id, key', jwks: 'id', outbox: 'id' })
  return database
}

/** How long a page waits for the database, in ms. A sleeping tab may block it for as long as it likes. */
const OPEN_MS = 10_000

/**
 * Opens the database.
 * @throws TimeoutError after `OPEN_MS`; another error where the browser offers no database.
 */
export async function openInTime(database: Database): Promise<void> {
  let timer: ReturnType<typeof setTimeout> | undefined
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new DOMException('held by another tab', 'TimeoutError')), OPEN_MS)
  })
  try {
    await Promise.race([database.open(), late])
  } catch (error) {
    database.close()
    throw error
  } finally {
    clearTimeout(timer)
  }
}
