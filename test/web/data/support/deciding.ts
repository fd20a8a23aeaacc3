import { vi } from 'vitest'
import type { DecisionOptions } from '../../../../api/contract/patient.ts'
import { deliver } from '../../../../web/data/decision/deliver.ts'
import { createDeciding } from '../../../../web/data/decision/machine.ts'
import { createMemoryOutbox } from '../../../../web/data/decision/outbox-memory.ts'
import { newRecord, type OutboxRecord } from '../../../../web/data/decision/outbox-record.ts'
import { createServer } from './decision-server.ts'
import { createLocks } from './locks.ts'

export const draft = { choice: 'stop', scope: { all: true }, words: 'x', locale: 'ja' } as const

/** A body that a passkey has signed. */
export const signed = { decision: { id: 'decision-0' }, response: { id: 'decision-0' } } as never

/** Lets everything happen that waits for no timer. */
export const settle = () => vi.advanceTimersByTimeAsync(0)

/** Creates a device with an outbox, a server, and the screen of one decision. */
export function createWorld({ durable = true, outlives = true } = {}) {
  const store = { ...createMemoryOutbox(), durable }
  const server = createServer()
  const exclusively = createLocks()
  let previews = 0
  let keys = 0
  const ask = vi.fn(async (id: string) => ({ id }) as never)
  const prepare = vi.fn(async () => {
    const id = `decision-${++previews}`
    return { preview: { decision: { id } } as DecisionOptions, ask: () => ask(id) }
  })
  const recorded = vi.fn()
  const create = (kept: string | null = null) =>
    createDeciding({
      draft,
      kept,
      prepare,
      outbox: async () => store,
      hold: async (record) => {
        await store.put(record)
        return store
      },
      deliver: (from, record, signed) =>
        deliver(
          { store: from, post: server.post, newKey: () => `new-${++keys}`, exclusively },
          record,
          signed,
        ),
      recorded,
      outlives,
    })
  const open = (kept: string | null = null) => {
    const deciding = create(kept)
    const phases: string[] = []
    const close = deciding.subscribe(() => {
      const { phase } = deciding.get()
      if (phase !== phases.at(-1)) phases.push(phase)
    })
    return { deciding, phases, close }
  }
  const keep = async (change: Partial<OutboxRecord> = {}) => {
    const record = { ...newRecord(draft), ...change }
    await store.put(record)
    return record
  }
  return { store, server, ask, prepare, recorded, create, open, keep }
}
