import { useMemo } from 'react'
import { deliver } from '../../data/decision/deliver.ts'
import { createDeciding, type DecidingState } from '../../data/decision/machine.ts'
import { createMemoryOutbox } from '../../data/decision/outbox-memory.ts'
import type { IntentDraft } from '../../data/decision/outbox-record.ts'
import { prepareDecision } from '../../data/decision/prepare.ts'
import { api } from '../../data/http/api.ts'
import { useStore } from '../../data/state/store.ts'
import { cardWindow } from '../visit/visit.ts'

/**
 * Previews a decision, has the card sign it, and sends it, as on the phone. The signed decision is in memory only,
 * and goes with the visit.
 */
export function useCardDecision(draft: IntentDraft): DecidingState & { start(): void } {
  const key = JSON.stringify(draft)
  const machine = useMemo(() => {
    const outbox = createMemoryOutbox()
    return createDeciding({
      draft: JSON.parse(key),
      kept: null,
      prepare: (draft) => prepareDecision(draft, cardWindow),
      outbox: async () => outbox,
      hold: async (record) => {
        await outbox.put(record)
        return outbox
      },
      deliver: (store, record, signed) =>
        deliver(
          { store, post: api.decide, newKey: () => crypto.randomUUID(), exclusively: (_, task) => task() },
          record,
          signed,
        ),
      recorded: () => {},
      // A visit leaves nothing behind.
      outlives: false,
    })
  }, [key])
  return { ...useStore(machine), start: machine.start }
}
