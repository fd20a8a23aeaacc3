import { Link } from 'wouter'
import type { DatabaseView, LinkageView } from '../../../api/contract/patient.ts'
import { serverNow } from '../../data/http/clock.ts'
import { useText } from '../../text/text.tsx'
import { outcomeDetails, settledOutcome } from '../../ui/linkage/outcome.ts'
import { kindOf } from '../../ui/linkage/picture.ts'
import { Shape } from '../../ui/linkage/Shape.tsx'
import { type Standing, standingOf } from '../../ui/linkage/standing.ts'

/** A database that linked the patient's records, and what happens with them there. It opens P5. */
export function DatabaseRow(props: { database: DatabaseView }) {
  const { t, pick, format } = useText()
  const { database } = props
  const d = t.databases
  const now = serverNow()
  return (
    <article className="row" aria-labelledby={`database-${database.id}`}>
      <Shape kind={kindOf(database)} />
      <div className="row-words">
        <h3 id={`database-${database.id}`}>
          <Link to={`/databases/${database.id}`}>{pick(database.name)}</Link>
        </h3>
        <p className="row-kind">{t.status.kinds[kindOf(database)]}</p>
        {byStanding(database.linkages).map(([standing, linkages]) => (
          <p key={standing} className="row-purposes">
            {t.status.forPurposes(linkages.map(({ purpose }) => d.purposes[purpose]).join(t.status.between))}
            <span className="chip">{d.standings[standing]}</span>
            {linkages
              .map((linkage) => ({ ...linkage, outcome: settledOutcome(linkage) }))
              .map(({ purpose, state, usable_from, progress, outcome }) => (
                <span key={purpose} className="quiet">
                  {outcome && outcomeDetails(outcome, { t, format })}
                  {state === 'waiting' && usable_from && ` ${d.usableFrom(format.date(usable_from))}`}
                  {progress &&
                    !progress.applied_at &&
                    !progress.late &&
                    ` ${d.due(format.moment(progress.due_at, now))}`}
                  {progress?.late && ` ${d.late(format.moment(progress.due_at, now), pick(database.holder))}`}
                </span>
              ))}
          </p>
        ))}
        {!database.stoppable && <p className="quiet">{d.optOut[database.opt_out]}</p>}
      </div>
    </article>
  )
}

/** Linkages in groups of the same standing, in the order in which they first appear. */
function byStanding(linkages: LinkageView[]): [Standing, LinkageView[]][] {
  const groups = new Map<Standing, LinkageView[]>()
  for (const linkage of linkages) {
    const standing = standingOf(linkage)
    groups.set(standing, [...(groups.get(standing) ?? []), linkage])
  }
  return [...groups]
}
