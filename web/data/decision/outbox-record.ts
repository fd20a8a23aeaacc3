import type { DecisionAnswer, DecisionBody, Intent } from '../../../api/contract/patient.ts'
import { serverNow } from '../http/clock.ts'

/** What a person chose. `words`: the exact words shown when they did; what is signed is their hash. */
export type IntentDraft = Omit<Intent, 'text'> & { words: string }

/** A decision that the server has not acknowledged. */
export type OutboxRecord = {
  id: string
  /** Idempotency-Key: the same for every attempt to send one signed body, new for the next body. */
  key: string
  draft: IntentDraft
  kept_at: string
  /** What the passkey signed; null until it did. Stored before it is sent for the first time. */
  signed: DecisionBody | null
}

/** Where unacknowledged decisions are kept. */
export type OutboxStore = {
  /** True when what is put survives the tab. */
  readonly durable: boolean
  read(id: string): Promise<OutboxRecord | undefined>
  /** In the order in which they were kept, and anew in which they were signed. */
  list(): Promise<OutboxRecord[]>
  put(record: OutboxRecord): Promise<void>
  remove(id: string): Promise<void>
  /** Removes the record and keeps its receipt, both or neither. */
  settle(record: OutboxRecord, answer: DecisionAnswer): Promise<void>
  /** What the server answered under this key, when that was kept. */
  answerFor(key: string): Promise<DecisionAnswer | undefined>
}

export function newRecord(draft: IntentDraft): OutboxRecord {
  const id = crypto.randomUUID()
  return { id, key: id, draft, kept_at: serverNow().toISOString(), signed: null }
}

/** Web Lock of one record of the outbox: whoever holds it may send it. */
export const lockOf = (id: string) => `outbox-${id}`
