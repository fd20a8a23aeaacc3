import type { DatabasesAnswer, DatabaseView } from '../../../api/contract/patient.ts'
import { useText } from '../../text/text.tsx'
import { ButtonLink } from '../../ui/Button.tsx'
import { ByOther } from '../../ui/linkage/ByOther.tsx'
import { pictureOf } from '../../ui/linkage/picture.ts'
import { Shape } from '../../ui/linkage/Shape.tsx'
import { Strip } from '../../ui/linkage/Strip.tsx'
import { exceptionsTo } from './exceptions.ts'

/** Whether the records are used, in a sentence and in a picture; then the standing decision and its exceptions. */
export function Answer(props: {
  databases: DatabaseView[]
  decided: Pick<DatabasesAnswer, 'standing'> & Partial<DatabasesAnswer>
}) {
  const { t, pick, format } = useText()
  const { databases, decided } = props
  const { standing, standing_purposes = [] } = decided
  const { total, segments, counts, headline } = pictureOf(databases)
  const exceptions = exceptionsTo(decided, databases)
  const s = t.status
  const d = t.databases
  return (
    <section className="answer" aria-labelledby="answer">
      <h2 id="answer">{headline ? s.headlines[headline.subject](headline.count, total) : s.nobody}</h2>
      {segments.length > 0 && <Strip segments={segments} />}
      <ul className="legend">
        {counts.map(({ kind, count }) => (
          <li key={kind}>
            <Shape kind={kind} />
            <span>
              <span className="count">{s.count(count)}</span> {s.kinds[kind]}
            </span>
          </li>
        ))}
      </ul>
      {standing ? (
        <p>
          {standing.acting ? s.forPurposes(s.byOther[standing.acting]) : s.decision}
          <strong>{standing.choice === 'stop' ? d.standingStop : d.standingAllow}</strong>{' '}
          {d.since(format.date(standing.since))}
        </p>
      ) : (
        <p>{d.standingNone}</p>
      )}
      {standing_purposes.map(({ purpose, choice, since, acting }) => (
        <p key={purpose}>
          {s.forPurposes(d.purposes[purpose])}
          <strong>{s.choices[choice]}</strong> {d.since(format.date(since))}
          {acting && <ByOther relation={acting} />}
        </p>
      ))}
      {!standing && total > 0 && <p>{d.standingNoneText}</p>}
      {exceptions.length > 0 && (
        <p>{s.exceptions(exceptions.map(({ name }) => pick(name)).join(s.between))}</p>
      )}
      <div className="buttons">
        <ButtonLink to="/choose?scope=all">
          {standing || standing_purposes.length > 0 ? s.change : d.chooseAll}
        </ButtonLink>
      </div>
    </section>
  )
}
