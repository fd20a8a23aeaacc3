import { useRef } from 'react'
import { Redirect, useSearchParams } from 'wouter'
import { type Draft, scopeOf } from '../../data/decision/draft.ts'
import { lastDraft } from '../../data/device/tab-memory.ts'
import { useDatabases } from '../../data/patient/databases.ts'
import { useText } from '../../text/text.tsx'
import { Page } from '../../ui/Page.tsx'
import { Waiting } from '../../ui/Waiting.tsx'
import { ConfirmDraft } from './ConfirmDraft.tsx'
import { ConfirmUnsent } from './ConfirmUnsent.tsx'

/** P7 たしかめる: confirms the draft of this tab, or a decision stored as 未送信. */
export function Confirm() {
  const { t } = useText()
  const [query] = useSearchParams()
  const answer = useDatabases()
  const unsent = query.get('unsent')
  // A decision that was sent without an answer leaves the tab's memory at once. The page keeps it until it is received.
  const found = useRef<Draft | null>(null)
  found.current ??= lastDraft()
  const draft = found.current
  const scope = draft && scopeOf(draft)

  if (answer.status === 'loading') {
    return (
      <Page title={t.decisions.confirmTitle}>
        <Waiting>{t.shell.waiting}</Waiting>
      </Page>
    )
  }
  const databases = answer.status === 'ready' ? answer.value.databases : []
  if (unsent) return <ConfirmUnsent id={unsent} databases={databases} />
  if (!draft?.choice || !scope) return <Redirect to="/choose" replace />
  return <ConfirmDraft from={draft.from} choice={draft.choice} scope={scope} databases={databases} />
}
