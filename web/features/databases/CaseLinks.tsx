import { Link } from 'wouter'
import type { CaseView } from '../../../api/contract/cases.ts'
import { useActingFor } from '../../data/patient/acting.ts'
import { isAbout, type Matter, standingOfCase } from '../../data/patient/cases.ts'
import { useText } from '../../text/text.tsx'

/**
 * The way to ask the operator about something that a database reported, and to the newest case about it.
 * `named`: what it is, shown only where the lines above do not say it. Nobody asks for somebody else.
 */
export function CaseLinks(props: { matter: Matter; what: string; named?: boolean; cases: CaseView[] }) {
  const { t } = useText()
  const acting = useActingFor()
  const { matter, what, named, cases } = props
  const { about, database, ref } = matter
  const newest = cases.find((one) => isAbout(one, matter))
  const c = t.cases
  if (acting) return null
  return (
    <p className="card-links">
      <Link
        className="card-action"
        to={`/databases/${database}/ask?${new URLSearchParams({ about, ...(ref ? { ref } : {}) })}`}
      >
        <span>
          {c.doubt}
          <span className={named ? undefined : 'hidden'}>{c.doubtOf(what)}</span>
        </span>
      </Link>
      {newest && (
        <Link className="card-action" to="/cases">
          {c.about[standingOfCase(newest)](newest.number)}
        </Link>
      )}
    </p>
  )
}
