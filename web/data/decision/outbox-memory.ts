import type { DecisionAnswer } from '../../../api/contract/patient.ts'
import type { OutboxRecord, OutboxStore } from './outbox-record.ts'

/** Creates an outbox in memory, for a page whose device stores nothing. */
export function createMemoryOutbox(): OutboxStore {
  const records = new Map<string, OutboxRecord>()
  const answers = new Map<string, DecisionAnswer>()
  return {
    durable: false,
    read: async (id) => records.get(id),
    list: async () => [...records.values()],
    put: async (record) => void records.set(record.id, record),
    remove: async (id) => void records.delete(id),
    settle: async (record, answer) => {
      if (records.delete(record.id)) answers.set(record.key, answer)
    },
    answerFor: async (key) => answers.get(key),
  }
}
