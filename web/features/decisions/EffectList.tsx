import type { Effect } from '../../../api/contract/patient.ts'
import { useText } from '../../text/text.tsx'

/** Effects by database: the state before and after, or why nothing changes. */
export function EffectList(props: { effects: Effect[]; nameOf(id: string): string }) {
  const { t } = useText()
  const databases = [...new Set(props.effects.map(({ database }) => database))]
  return (
    <ul className="plain">
      {databases.map((id) => (
        <li key={id} className="effect">
          <strong>{props.nameOf(id)}</strong>
          {different(props.effects.filter(({ database }) => database === id)).map(([key, effect]) => (
            <div key={key}>
              {effect.purpose && <span>{t.databases.purposes[effect.purpose]}: </span>}
              <EffectWords effect={effect} />
            </div>
          ))}
        </li>
      ))}
    </ul>
  )
}

/** Effects that say different things: several records of one purpose may be about one person. */
const different = (effects: Effect[]) => [
  ...new Map(
    effects.map((effect) => [`${effect.purpose} ${effect.from} ${effect.to} ${effect.why}`, effect]),
  ),
]

function EffectWords({ effect }: { effect: Effect }) {
  const { t } = useText()
  const { states, fromTo, why } = t.decisions
  if (effect.to === 'unchanged' || !effect.from) return <>{why[effect.why]}</>
  return <>{fromTo(states[effect.from], states[effect.to])}</>
}
