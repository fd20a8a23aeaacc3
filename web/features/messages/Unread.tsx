import { Link } from 'wouter'
import type { DatabaseView } from '../../../api/contract/patient.ts'
import { useDatabases } from '../../data/patient/databases.ts'
import { useUnread } from '../../data/patient/messages.ts'
import { nameOfDatabase } from '../../text/decision-words.ts'
import { useText } from '../../text/text.tsx'
import { Notice } from '../../ui/Notice.tsx'

/**
 * How many messages are new, and the way to them; without a new one, only the way. `above`: what stands above
 * everything else, a use after a stop that the person has not read of yet.
 */
export function Unread(props: { above?: true }) {
  return props.above ? <UseAfterStop /> : <Count />
}

function Count() {
  const { t } = useText()
  const answer = useDatabases()
  const unread = useUnread(answer.status === 'ready' ? versionOf(answer.value.databases) : '')
  if (unread === null) return null
  const m = t.messages
  return (
    <p className="card-links">
      <Link className="card-action" to="/messages">
        {unread.length > 0 ? m.unread(`${unread.length}`) : m.toAll}
      </Link>
    </p>
  )
}

function UseAfterStop() {
  const { t, pick } = useText()
  const answer = useDatabases()
  const found = useUnread('')?.find(({ kind }) => kind === 'used-after-stop')
  if (!found) return null
  const databases = answer.status === 'ready' ? answer.value.databases : []
  const nameOf = nameOfDatabase(databases, pick, t.receipts.unnamed)
  return (
    <Notice kind="warning" title={t.messages.usedAfterStop(nameOf(found.database ?? ''))}>
      <p className="card-links">
        <Link className="card-action" to="/messages">
          {t.messages.toAll}
        </Link>
      </p>
    </Notice>
  )
}

/** Differs once something has happened at a database. */
const versionOf = (databases: DatabaseView[]): string =>
  JSON.stringify(databases.map(({ linkages }) => linkages))
