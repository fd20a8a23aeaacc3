import { Link } from 'wouter'
import type { DatabaseView } from '../../../api/contract/patient.ts'
import { useDatabases } from '../../data/patient/databases.ts'
import { useNewestEntries } from '../../data/patient/record.ts'
import { useText } from '../../text/text.tsx'
import { Entry } from './Entry.tsx'
import { eventsOf } from './happened.ts'

/** How many are shown. */
const MOST = 5

/** 最近の出来事: what happened lately, and the way to the whole record. Nothing while it loads or where it fails. */
export function Events() {
  const answer = useDatabases()
  return answer.status === 'ready' ? <Newest databases={answer.value.databases} /> : null
}

function Newest({ databases }: { databases: DatabaseView[] }) {
  const { t } = useText()
  const entries = useNewestEntries(versionOf(databases))
  const newest = entries && eventsOf(entries).slice(0, MOST)
  if (!newest || newest.length === 0) return null
  return (
    <section className="section">
      <h2>{t.record.newest}</h2>
      <ol className="events">
        {newest.map((event) => (
          <Entry key={event.entry.id} event={event} databases={databases} />
        ))}
      </ol>
      <p className="card-links">
        <Link className="card-action" to="/record">
          {t.record.toAll}
        </Link>
      </p>
    </section>
  )
}

/** Differs once something has happened at a database. */
const versionOf = (databases: DatabaseView[]): string =>
  JSON.stringify(databases.map(({ linkages }) => linkages))
