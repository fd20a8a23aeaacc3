import { useDeferredValue } from 'react'
import { Link } from 'wouter'
import type { DatabaseView } from '../../../api/contract/patient.ts'
import { useText } from '../../text/text.tsx'
import { Details } from '../../ui/Details.tsx'
import { GroupEvidence } from './GroupEvidence.tsx'
import type { Groups } from './group.ts'
import { Stage } from './Stage.tsx'

/** もっと見る: databases that have told of no linkage, and those that cannot be stopped here, by reason. */
export function OtherDatabases(props: { groups: Groups }) {
  const { t } = useText()
  const { unlinked, elsewhere } = props.groups
  const d = t.databases
  const o = t.others
  // Nobody sees the closed list. So it is rendered after the answer, in pieces that let a tap through.
  const isReady = useDeferredValue(true, false)
  if (unlinked.length + elsewhere.length === 0) return null
  const reasons = [...new Set(elsewhere.map(({ opt_out }) => opt_out))]
  return (
    <Details summary={o.moreTitle(unlinked.length + elsewhere.length)}>
      {isReady && unlinked.length > 0 && (
        <section className="stack tight">
          <h2>{o.unlinkedTitle}</h2>
          <p>{o.unlinkedText}</p>
          <Names databases={unlinked} />
        </section>
      )}
      {isReady && elsewhere.length > 0 && (
        <section className="stack tight">
          <h2>{o.elsewhereTitle}</h2>
          <p>{o.elsewhereText}</p>
          <p>{o.holdsUnknown}</p>
          {reasons.map((reason) => {
            const group = elsewhere.filter(({ opt_out }) => opt_out === reason)
            return (
              <div key={reason} className="stack tight">
                <h3>{d.optOut[reason]}</h3>
                <Names databases={group} />
                <GroupEvidence databases={group} />
              </div>
            )
          })}
        </section>
      )}
    </Details>
  )
}

function Names(props: { databases: DatabaseView[] }) {
  const { pick } = useText()
  return (
    <ul className="names">
      {props.databases.map((database) => (
        <li key={database.id}>
          <Link to={`/databases/${database.id}`}>{pick(database.name)}</Link>
          <Stage of={database} />
        </li>
      ))}
    </ul>
  )
}
