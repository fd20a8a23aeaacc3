import type { DecisionAnswer } from '../../../api/contract/patient.ts'
import type { OutboxRecord, OutboxStore } from './outbox-record.ts'

/**
 * Creates an outbox in memory, for a page whose device stores nothing.
 * @param changed called with its records, in their order, after each change.
 */
export function createMemoryOutbox(changed: (records: OutboxRecord[]) => void = () => {}): OutboxStore {
  const records = new Map<string, OutboxRecord>()
  const answers = new Map<string, DecisionAnswer>()
  const list = () => [...records.values()]
  const tell = () => changed(list())
  return {
    durable: false,
    read: async (id) => records.get(id),
    list: async () => list(),
    put: async (record) => {
      records.set(record.id, record)
      tell()
    },
    remove: async (id) => {
      if (records.delete(id)) tell()
    },
    settle: async (record, answer) => {
      if (!records.delete(record.id)) return
      answers.set(record.key, answer)
      tell()
    },
    answerFor: async (key) => answers.get(key),
  }
}
