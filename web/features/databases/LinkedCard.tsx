import { Link } from 'wouter'
import type { DatabaseView } from '../../../api/contract/patient.ts'
import { serverNow } from '../../data/http/clock.ts'
import { useText } from '../../text/text.tsx'
import { LinkageProgress } from '../../ui/linkage/LinkageProgress.tsx'

/** A database that linked my records: what it may do with them, and the way to change that where there is one. */
export function LinkedCard(props: { database: DatabaseView }) {
  const { t, pick } = useText()
  const { database } = props
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
          key={linkage.purpose}
          linkage={linkage}
          holder={pick(database.holder)}
          steps="unfinished"
          now={serverNow()}
        />
      ))}
      {!database.stoppable && (
        <p className="linkage">
          <strong>{d.notHere}</strong> {pick(database.how)}
        </p>
      )}
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
    </article>
  )
}
