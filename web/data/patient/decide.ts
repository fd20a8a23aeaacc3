import { useMemo } from 'react'
import { createDeciding, type DecidingMachine, type DecidingState } from '../decision/machine.ts'
import type { IntentDraft } from '../decision/outbox-record.ts'
import { prepareDecision } from '../decision/prepare.ts'
import { deliverFrom, hold, openOutbox } from '../device/outbox-access.ts'
import { useStore } from '../state/store.ts'
import { refreshDatabases } from './databases.ts'
import { refreshDecisions } from './decisions.ts'

export type { IntentDraft } from '../decision/outbox-record.ts'

/** Call `start` inside the tap, for the first try and after a failure. `keepForLater` keeps the draft as 未送信. */
export type Deciding = DecidingState & Pick<DecidingMachine, 'start' | 'keepForLater'>

/**
 * Previews a decision, has the passkey sign it, and sends it. Another draft starts over.
 * @param kept id of the outbox record of the draft. A record that is signed already is resent first.
 */
export function useDecision(draft: IntentDraft, kept: string | null = null): Deciding {
  const key = JSON.stringify(draft)
  const machine = useMemo(
    () =>
      createDeciding({
        draft: JSON.parse(key),
        kept,
        prepare: (draft) => prepareDecision(draft),
        outbox: openOutbox,
        hold,
        deliver: deliverFrom,
        recorded,
      }),
    [key, kept],
  )
  return { ...useStore(machine), start: machine.start, keepForLater: machine.keepForLater }
}

function recorded() {
  refreshDatabases()
  refreshDecisions()
}
