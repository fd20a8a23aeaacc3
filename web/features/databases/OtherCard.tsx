import { Link } from 'wouter'
import type { DatabaseView } from '../../../api/contract/patient.ts'
import { useText } from '../../text/text.tsx'
import { isConfirmed, stopOf } from './facts.ts'

/**
 * A database that has not linked the patient's records: whether and how it can be stopped. No link to decide where
 * that is impossible.
 */
export function OtherCard(props: { database: DatabaseView }) {
  const { t, pick, format } = useText()
  const { database } = props
  const d = t.databases
  const stop = stopOf(database)
  return (
    <article className="card" aria-labelledby={`database-${database.id}`}>
      <div className="stack tight">
        <h3 id={`database-${database.id}`}>{pick(database.name)}</h3>
        <p className="quiet">
          {d.holder}: {pick(database.holder)}
        </p>
      </div>
      <p>
        <strong>{d.optOut[stop]}</strong>
        {stop === 'not-yet' && <span> ({d.checkedOn(format.date(database.checked_on))})</span>}
      </p>
      {isConfirmed(database) && <p>{pick(database.how)}</p>}
      <p className="quiet">{database.purposes.length > 0 ? d.noLink : d.holdsUnknown}</p>
      <p className="card-links">
        <Link className="card-action" to={`/databases/${database.id}`}>
          {d.details(pick(database.name))}
        </Link>
      </p>
    </article>
  )
}
