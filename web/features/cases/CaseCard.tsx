import { Link } from 'wouter'
import type { CaseView } from '../../../api/contract/cases.ts'
import type { ProjectView } from '../../../api/contract/patient.ts'
import { standingOfCase } from '../../data/patient/cases.ts'
import { useText } from '../../text/text.tsx'
import { Rows } from '../../ui/Rows.tsx'

const LOOKS = { open: 'moving', overdue: 'attention', answered: 'done' } as const

/** One case: what it is about, who opened it, by when it is to be answered, and the answer. `project`: of a known use. */
export function CaseCard(props: {
  of: CaseView
  database: string
  project: Pick<ProjectView, 'title' | 'organisation'> | undefined
}) {
  const { t, format } = useText()
  const { of, project } = props
  const { number, about, says, opened_at, due_on, answer } = of
  const standing = standingOfCase(of)
  const c = t.cases
  return (
    <article className="card" aria-labelledby={`case-${number}`}>
      <div className="stack tight">
        <h2 id={`case-${number}`}>{props.database}</h2>
        <p>
          <span className={`chip ${LOOKS[standing]}`}>{c.states[standing]}</span>
        </p>
        {standing === 'overdue' && <p>{c.overdueText}</p>}
      </div>
      <Rows
        rows={[
          ...(answer
            ? [
                { term: c.answer, value: c.answers[answer.code] },
                { term: c.answered, value: format.dateTime(new Date(answer.at)) },
              ]
            : []),
          { term: c.matter, value: c.matters[about] },
          ...(project
            ? [
                { term: t.uses.project, value: project.title },
                { term: t.uses.by, value: project.organisation },
              ]
            : []),
          says
            ? { term: c.said, value: about === 'person' ? c.person.link : c.says[says] }
            : { term: c.why, value: c.found },
          { term: c.opened, value: format.dateTime(new Date(opened_at)) },
          { term: c.due, value: format.date(due_on) },
          { term: c.number, value: <span className="id">{number}</span> },
        ]}
      />
      {of.database && (
        <p className="card-links">
          <Link className="card-action" to={`/databases/${of.database}`}>
            {c.toDatabase}
            <span className="hidden">{c.doubtOf(props.database)}</span>
          </Link>
        </p>
      )}
    </article>
  )
}
