import { useRef } from 'react'
import { Redirect } from 'wouter'
import type { DatabaseView } from '../../../api/contract/patient.ts'
import { type OutboxItem, useOutbox } from '../../data/device/outbox.ts'
import { useDecision } from '../../data/patient/decide.ts'
import { useText } from '../../text/text.tsx'
import { Page } from '../../ui/Page.tsx'
import { Waiting } from '../../ui/Waiting.tsx'
import { ConfirmView } from './ConfirmView.tsx'

/** Confirms a decision stored as 未送信. The page keeps showing it after it has left the outbox. */
export function ConfirmUnsent(props: { id: string; databases: DatabaseView[] }) {
  const { t } = useText()
  const outbox = useOutbox()
  const found = useRef<OutboxItem | null>(null)
  found.current ??= outbox?.find((item) => item.id === props.id) ?? null

  if (found.current) return <SendUnsent item={found.current} databases={props.databases} />
  if (outbox) return <Redirect to="/status" replace />
  return (
    <Page title={t.decisions.confirmTitle}>
      <Waiting>{t.shell.waiting}</Waiting>
    </Page>
  )
}

function SendUnsent(props: { item: OutboxItem; databases: DatabaseView[] }) {
  const deciding = useDecision(props.item.draft, props.item.id)
  return (
    <ConfirmView draft={props.item.draft} deciding={deciding} databases={props.databases} changeTo={null} />
  )
}
