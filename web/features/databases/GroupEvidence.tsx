import type { DatabaseView } from '../../../api/contract/patient.ts'
import { useText } from '../../text/text.tsx'
import { Details } from '../../ui/Details.tsx'
import { certaintyOf, isOutdated } from './facts.ts'

/** What each database of a group stands in it for: by which sources, how sure, and looked at when. */
export function GroupEvidence(props: { databases: DatabaseView[] }) {
  const { t, pick, format } = useText()
  const d = t.facts
  return (
    <Details summary={d.evidences} slight>
      <ul className="list">
        {props.databases.map((database) => (
          <li key={database.id}>
            {pick(database.name)}
            <br />
            {d.marks[certaintyOf(database, database)]}
            {database.source !== '' && `: ${database.source}`}
            <br />
            {(database.mark === '?' ? d.searchedOn : d.checkedOn)(format.date(database.checked_on))}{' '}
            {isOutdated(database) && <span className="chip attention">{d.outdated}</span>}
          </li>
        ))}
      </ul>
    </Details>
  )
}
