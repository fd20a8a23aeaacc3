import { Link } from 'wouter'
import type { DatabaseView } from '../../../api/contract/patient.ts'
import { serverNow } from '../../data/http/clock.ts'
import { useText } from '../../text/text.tsx'
import { LinkedDatabase } from '../../ui/linkage/LinkedDatabase.tsx'

/** A database that linked the patient's records, with a link to change its use where that is possible. */
export function LinkedCard(props: { database: DatabaseView }) {
  const { t, pick } = useText()
  const { database } = props
  const d = t.databases
  return (
    <LinkedDatabase database={database} now={serverNow()}>
      <p className="card-links">
        {database.stoppable && (
          <Link className="card-action" to={`/choose?database=${database.id}`}>
            {d.chooseOne}
            <span className="hidden"> {pick(database.name)}</span>
          </Link>
        )}
        <Link className="card-action" to={`/databases/${database.id}`}>
          {d.details(pick(database.name))}
        </Link>
      </p>
    </LinkedDatabase>
  )
}
