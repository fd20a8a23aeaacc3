import { Link } from 'wouter'
import type { DatabaseView } from '../../../api/contract/patient.ts'
import { serverNow } from '../../data/http/clock.ts'
import { nameOfDatabase } from '../../text/decision-words.ts'
import { useText } from '../../text/text.tsx'
import { entryWords } from './entry-words.ts'
import type { Happened } from './happened.ts'

/** Kinds whose words do not name the purpose. */
const PLAIN: readonly Happened['entry']['kind'][] = ['received', 'applied', 'outcome']

/**
 * One thing that happened: when, what and at which databases; of a use for what, by whom and in which class.
 * `isApart`: what happened at a database for several purposes is told for each of them.
 */
export function Entry(props: { event: Happened; databases: DatabaseView[]; isApart?: boolean }) {
  const { t, pick, format } = useText()
  const { entry, databases } = props.event
  const nameOf = nameOfDatabase(props.databases, pick, t.receipts.unnamed)
  const names = databases.map(nameOf).join(t.status.between)
  const { project, from, to } = entry
  return (
    <li>
      <p className="quiet">{format.moment(entry.at, serverNow())}</p>
      <p>{entryWords(entry, names, { t, format, nameOf })}</p>
      {props.isApart && entry.purpose && PLAIN.includes(entry.kind) && (
        <p className="quiet">{t.databases.purposes[entry.purpose]}</p>
      )}
      {project && (
        <p lang="ja">
          「{project.title}」（{project.organisation}）
        </p>
      )}
      {from && to && <p className="quiet">{t.record.period(format.date(from), format.date(to))}</p>}
      {entry.case && (
        <p className="card-links">
          <Link className="card-action" to="/cases">
            {t.cases.toList}
          </Link>
        </p>
      )}
      {entry.class && <p className="quiet">{t.record.classes[entry.class]}</p>}
    </li>
  )
}
