import type { DatabaseView } from '../../../api/contract/patient.ts'
import { useText } from '../../text/text.tsx'
import { keyOf } from './key-of.ts'
import { LinkageProgress } from './LinkageProgress.tsx'

/**
 * A database that linked the patient's records, and what it may do with them. `now`: the server's time.
 */
export function LinkedDatabase(props: { database: DatabaseView; now: Date }) {
  const { t, pick } = useText()
  const { database, now } = props
  const d = t.databases
  return (
    <article className="card" aria-labelledby={`database-${database.id}`}>
      <div className="stack tight">
        <h3 id={`database-${database.id}`}>{pick(database.name)}</h3>
        <p className="quiet">
          {d.holder}: {pick(database.holder)}
        </p>
      </div>
      {database.linkages.map((linkage) => (
        <LinkageProgress
          key={keyOf(linkage)}
          linkage={linkage}
          holder={pick(database.holder)}
          steps="unfinished"
          now={now}
        />
      ))}
      {!database.stoppable && (
        <p className="linkage">
          <strong>{d.notHere}</strong> {pick(database.how)}
        </p>
      )}
    </article>
  )
}
