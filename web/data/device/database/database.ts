import { Dexie, type EntityTable } from 'dexie'
import type { DatabasesAnswer, DecisionView } from '../../../../api/contract/patient.ts'
import type { OutboxRecord } from '../../decision/outbox-record.ts'
import type { KeySet } from '../../http/api.ts'
import { DATABASE } from './stored.ts'

/** What the server last said, by the name under which devices hold it. `overview`: the databases of the patient. */
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
/** `place`: the order in which records were kept, and anew in which they were signed, whatever the clock says. */
export type OutboxRow = Versioned & OutboxRecord & { owner: string; place: number }

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

/** How long, in ms, a page waits for the database: a tab that has it open and sleeps may hold it for as long as it likes. */
const OPEN_MS = 10_000

/** Opens the database. Throws when the browser offers none, and a TimeoutError when it does not give it in time. */
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
