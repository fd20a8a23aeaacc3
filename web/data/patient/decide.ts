import { useMemo } from 'react'
import { createDeciding, type DecidingMachine, type DecidingState } from '../decision/machine.ts'
import type { IntentDraft } from '../decision/outbox-record.ts'
import { prepareDecision } from '../decision/prepare.ts'
import { deliverFrom, hold, openOutbox } from '../device/outbox-access.ts'
import { whoseNow } from '../device/page-outbox.ts'
import { useStore } from '../state/store.ts'
import { refreshDatabases } from './databases.ts'
import { refreshDecisions } from './decisions.ts'
import { sessionNow } from './session.ts'

export type { IntentDraft } from '../decision/outbox-record.ts'

/** Call `start` inside the tap, for the first try and after a failure. `keepForLater` keeps the draft as 未送信. */
export type Deciding = DecidingState & Pick<DecidingMachine, 'start' | 'keepForLater'>

/**
 * Previews a decision, has the passkey sign it, and sends it. Another draft starts over. The decision stays that of
 * whom the page is about at the beginning.
 * @param kept id of the outbox record of the draft. A record that is signed already is resent first.
 */
export function useDecision(draft: IntentDraft, kept: string | null = null): Deciding {
  const key = JSON.stringify(draft)
  const machine = useMemo(() => {
    const whose = whoseNow()
    return createDeciding({
      draft: JSON.parse(key),
      kept,
      prepare: (draft) => prepareDecision(draft),
      outbox: () => openOutbox(whose, kept),
      hold: (record) => hold(record, whose),
      deliver: deliverSignedIn,
      recorded,
      outlives: true,
    })
  }, [key, kept])
  return { ...useStore(machine), start: machine.start, keepForLater: machine.keepForLater }
}

/** Where the session has ended, nothing is sent until somebody signs in: that request would end what they began. */
const deliverSignedIn: typeof deliverFrom = async (...sent) => {
  const { status } = sessionNow()
  return status === 'signed-out' || status === 'proofed'
    ? { outcome: 'unknown', failure: { code: 'not-signed-in' } }
    : deliverFrom(...sent)
}

function recorded() {
  refreshDatabases()
  refreshDecisions()
}
