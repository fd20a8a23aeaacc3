import { Link } from 'wouter'
import type { Relation } from '../../../api/contract/acting.ts'
import type { DatabaseView, LinkageView } from '../../../api/contract/patient.ts'
import { serverNow } from '../../data/http/clock.ts'
import { useText } from '../../text/text.tsx'
import { ByOther } from '../../ui/linkage/ByOther.tsx'
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

  /** What else is known of a linkage, in sentences. Purposes may share them. */
  function detailsOf(linkage: LinkageView): (string | false | null | undefined)[] {
    const { state, usable_from, progress } = linkage
    const outcome = settledOutcome(linkage)
    const open = progress && !progress.applied_at
    return [
      outcome && outcomeDetails(outcome, { t, format }),
      linkage.precision === 'id4' && d.lowPrecision,
      linkage.held && d.held,
      state === 'waiting' && usable_from && d.usableFrom(format.date(usable_from)),
      open && !progress.late && d.due(format.moment(progress.due_at, now)),
      progress?.late && d.late(format.moment(progress.due_at, now), pick(database.holder)),
    ]
  }

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
            {t.status.forPurposes(
              [...new Set(linkages.map(({ purpose }) => d.purposes[purpose]))].join(t.status.between),
            )}
            <span className="chip">{d.standings[standing]}</span>
            {relationsIn(linkages).map((relation) => (
              <ByOther key={relation} relation={relation} />
            ))}
            {[...new Set(linkages.flatMap(detailsOf))].map(
              (detail) =>
                detail && (
                  <span key={detail} className="quiet">
                    {detail}
                  </span>
                ),
            )}
          </p>
        ))}
        {!database.stoppable && <p className="quiet">{d.optOut[database.opt_out]}</p>}
      </div>
    </article>
  )
}

/** Who decided for the person, each once. */
const relationsIn = (linkages: LinkageView[]): Relation[] => [
  ...new Set(linkages.flatMap(({ acting }) => acting ?? [])),
]

/** Linkages in groups of the same standing, in the order in which they first appear. */
function byStanding(linkages: LinkageView[]): [Standing, LinkageView[]][] {
  const groups = new Map<Standing, LinkageView[]>()
  for (const linkage of linkages) {
    const standing = standingOf(linkage)
    groups.set(standing, [...(groups.get(standing) ?? []), linkage])
  }
  return [...groups]
}
