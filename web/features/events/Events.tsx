import { Link } from 'wouter'
import type { DatabaseView } from '../../../api/contract/patient.ts'
import { serverNow } from '../../data/http/clock.ts'
import { useDatabases } from '../../data/patient/databases.ts'
import { useDecisions } from '../../data/patient/decisions.ts'
import { useAllUsage } from '../../data/patient/usage.ts'
import { nameOfDatabase, statementOf } from '../../text/decision-words.ts'
import { useText } from '../../text/text.tsx'
import { eventsOf, type Happened } from './events.ts'

/**
 * What happened, newest first. `most`: only so many, with a way to all of them on P9. Nothing while they load or where
 * they fail.
 */
export function Events(props: { most?: number }) {
  const { t } = useText()
  const databases = useDatabases()
  const decisions = useDecisions()
  const usage = useAllUsage()
  if (databases.status !== 'ready' || decisions.status !== 'ready' || usage.status !== 'ready') return null
  const known = { databases: databases.value.databases, decisions: decisions.value, usage: usage.value }
  const all = eventsOf(known)
  const newest = all.slice(0, props.most)
  if (newest.length === 0) return null
  return (
    <section className="section">
      <h2>{props.most === undefined ? t.events.allTitle : t.events.title}</h2>
      <ol className="events">
        {newest.map((event) => (
          <Event key={`${event.kind} ${event.at}`} event={event} databases={known.databases} />
        ))}
      </ol>
      {newest.length < all.length && (
        <p className="card-links">
          <Link className="card-action" to="/history">
            {t.events.toAll}
          </Link>
        </p>
      )}
    </section>
  )
}

function Event(props: { event: Happened; databases: DatabaseView[] }) {
  const { t, pick, format } = useText()
  const { event, databases } = props
  const nameOf = nameOfDatabase(databases, pick)
  const e = t.events
  const when =
    event.kind === 'used'
      ? e.period(format.date(event.from), format.date(event.at))
      : format.moment(event.at, serverNow())
  return (
    <li>
      <p className="quiet">{when}</p>
      <p>
        {event.kind === 'decided'
          ? e.decided(statementOf(t, event, nameOf))
          : event.kind === 'used'
            ? e.used(event.databases.map(nameOf).join(t.status.between))
            : e.steps[event.kind](event.databases.map(nameOf).join(t.status.between))}
      </p>
      {event.kind === 'used' && (
        <p lang="ja">
          「{event.title}」（{event.by}）
        </p>
      )}
    </li>
  )
}
