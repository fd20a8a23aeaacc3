import type { DatabaseView, Effect } from '../../../api/contract/patient.ts'
import { useText } from '../../text/text.tsx'
import { Shape } from '../../ui/linkage/Shape.tsx'
import { Strip } from '../../ui/linkage/Strip.tsx'
import { changesOf } from './changes.ts'

/** P4's picture as the decision would change it: what it changes is dashed, whichever choice it is. */
export function ChangesPicture(props: { databases: DatabaseView[]; effects: Effect[] }) {
  const { t } = useText()
  const { total, changing, segments, outcomes } = changesOf(props.databases, props.effects)
  const d = t.decisions
  const s = t.status
  if (changing === 0) return null
  return (
    <section className="answer" aria-labelledby="changes">
      <h2 id="changes">{s.changing(changing, total)}</h2>
      <Strip segments={segments} />
      <ul className="legend">
        {outcomes.map((outcome) => (
          <li key={'to' in outcome ? outcome.to : outcome.stays}>
            <Shape kind={'to' in outcome ? 'changing' : outcome.stays} />
            <span>
              <span className="count">{s.count(outcome.count)}</span>{' '}
              {'to' in outcome ? d.becomes[outcome.to] : d.stays(s.kinds[outcome.stays])}
            </span>
          </li>
        ))}
      </ul>
    </section>
  )
}
