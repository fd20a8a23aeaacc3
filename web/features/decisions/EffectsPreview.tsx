import type { Effect } from '../../../api/contract/patient.ts'
import { useText } from '../../text/text.tsx'
import { Details } from '../../ui/Details.tsx'
import { EffectList } from './EffectList.tsx'

/**
 * Effects to show at once: linked databases that stay as they are, and databases that will be covered when they link.
 */
const isNear = (effect: Effect) =>
  effect.why === 'not-linked' || (effect.purpose !== null && effect.why !== 'out-of-scope')

/** The server's preview: what changes, what does not, and why. Less relevant databases are under もっと見る. */
export function EffectsPreview(props: { effects: Effect[]; nameOf(id: string): string }) {
  const { t } = useText()
  const { effects, nameOf } = props
  const changes = effects.filter((effect) => effect.to !== 'unchanged')
  const unchanged = effects.filter((effect) => effect.to === 'unchanged')
  const near = unchanged.filter(isNear)
  const far = unchanged.filter((effect) => !isNear(effect))
  const d = t.decisions
  return (
    <>
      <section className="stack tight">
        <h2>{d.willChange}</h2>
        {changes.length === 0 ? <p>{d.nothingChanges}</p> : <EffectList effects={changes} nameOf={nameOf} />}
      </section>
      {unchanged.length > 0 && (
        <section className="stack tight">
          <h2>{d.willNotChange}</h2>
          {near.length > 0 && <EffectList effects={near} nameOf={nameOf} />}
          {far.length > 0 && (
            <Details summary={d.otherUnchanged(far.length)}>
              <EffectList effects={far} nameOf={nameOf} />
            </Details>
          )}
        </section>
      )}
    </>
  )
}
