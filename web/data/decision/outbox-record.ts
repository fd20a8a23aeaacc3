import type { Relation } from '../../../api/contract/acting.ts'
import type { DecisionAnswer, DecisionBody, Intent } from '../../../api/contract/patient.ts'
import { serverNow } from '../http/clock.ts'

/**
 * What a person chose. `words` are the exact words on the screen; the decision that is signed carries their hash.
 * `for`: they chose for somebody else.
 */
export type IntentDraft = Omit<Intent, 'text'> & { words: string; for?: Relation }

/** A decision that the server has not acknowledged. */
export type OutboxRecord = {
  id: string
  /** Idempotency-Key: the same for every attempt to send one signed body, and a new one for the next body. */
  key: string
  draft: IntentDraft
  kept_at: string
  /** The signed body; null until the passkey has signed. It is stored before it is first sent. */
  signed: DecisionBody | null
}

/** A store of decisions that the server has not acknowledged. */
export type OutboxStore = {
  /** True when a stored record survives the tab. */
  readonly durable: boolean
  read(id: string): Promise<OutboxRecord | undefined>
  /** Lists records in the order in which they were stored. Signing a record moves it to the end. */
  list(): Promise<OutboxRecord[]>
  put(record: OutboxRecord): Promise<void>
  remove(id: string): Promise<void>
  /** Removes the record and stores its receipt: both or neither. */
  settle(record: OutboxRecord, answer: DecisionAnswer): Promise<void>
  /** Returns the server's answer under this key, if it was stored. */
  answerFor(key: string): Promise<DecisionAnswer | undefined>
}

export function newRecord(draft: IntentDraft): OutboxRecord {
  const id = crypto.randomUUID()
  return { id, key: id, draft, kept_at: serverNow().toISOString(), signed: null }
}

/** Name of the Web Lock of one outbox record. Only its holder may send the record. */
export const lockOf = (id: string) => `outbox-${id}`
