import type { DatabaseView } from '../../../api/contract/patient.ts'
import { serverNow } from '../../data/http/clock.ts'
import { useDatabases } from '../../data/patient/databases.ts'
import { useDecisions } from '../../data/patient/decisions.ts'
import { useAllUsage } from '../../data/patient/usage.ts'
import { nameOfDatabase, statementOf } from '../../text/decision-words.ts'
import { useText } from '../../text/text.tsx'
import { eventsOf, type Happened } from './events.ts'

/** 最近の出来事: the newest things that happened, `most` of them. Nothing while they load or where they fail. */
export function Events(props: { most: number }) {
  const { t } = useText()
  const databases = useDatabases()
  const decisions = useDecisions()
  const usage = useAllUsage()
  if (databases.status !== 'ready' || decisions.status !== 'ready' || usage.status !== 'ready') return null
  const known = { databases: databases.value.databases, decisions: decisions.value, usage: usage.value }
  const newest = eventsOf(known).slice(0, props.most)
  if (newest.length === 0) return null
  return (
    <section className="section">
      <h2>{t.events.title}</h2>
      <ol className="events">
        {newest.map((event) => (
          <Event key={`${event.kind} ${event.at}`} event={event} databases={known.databases} />
        ))}
      </ol>
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
