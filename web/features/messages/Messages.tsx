import { Link } from 'wouter'
import type { Message } from '../../../api/contract/messages.ts'
import { useDatabases } from '../../data/patient/databases.ts'
import { useMarkShown, useMessages } from '../../data/patient/messages.ts'
import { nameOfDatabase } from '../../text/decision-words.ts'
import { useText } from '../../text/text.tsx'
import { Loaded } from '../../ui/Loaded.tsx'
import { Page } from '../../ui/Page.tsx'
import { Waiting } from '../../ui/Waiting.tsx'
import { MessageItem } from './MessageItem.tsx'

/** P16 お知らせ: what a person may want to know, newest first. What was shown is no longer new the next time. */
export function MyMessages() {
  const { t } = useText()
  const { messages, refresh } = useMessages()
  const m = t.messages
  return (
    <Page title={m.title} failed={messages.status === 'failed'} back="/status">
      <p>{m.lead}</p>
      <Loaded value={messages} onRetry={refresh}>
        {(answer) => <Listed messages={answer.messages} />}
      </Loaded>
    </Page>
  )
}

function Listed({ messages }: { messages: Message[] }) {
  const { t, pick } = useText()
  const answer = useDatabases()
  const m = t.messages
  // Without the names of databases, most messages would say nothing.
  if (answer.status === 'loading') return <Waiting>{t.shell.waiting}</Waiting>
  const databases = answer.status === 'ready' ? answer.value.databases : []
  return (
    <>
      <Shown messages={messages} nameOf={nameOfDatabase(databases, pick, t.receipts.unnamed)} />
      <p className="quiet">{m.limits}</p>
      <p className="card-links">
        <Link className="card-action" to="/record">
          {m.toRecord}
        </Link>
      </p>
    </>
  )
}

function Shown(props: { messages: Message[]; nameOf(id: string): string }) {
  const { t } = useText()
  useMarkShown(props.messages)
  if (props.messages.length === 0) return <p role="status">{t.messages.none}</p>
  return (
    <ol className="plain">
      {props.messages.map((message) => (
        <MessageItem key={message.id} message={message} nameOf={props.nameOf} />
      ))}
    </ol>
  )
}
