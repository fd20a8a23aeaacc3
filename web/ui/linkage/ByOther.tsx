import type { Relation } from '../../../api/contract/acting.ts'
import { useText } from '../../text/text.tsx'

/** Says that somebody who acts for the person made a decision. */
export function ByOther(props: { relation: Relation }) {
  const { t } = useText()
  return (
    <>
      {' '}
      <span className="chip">{t.status.byOther[props.relation]}</span>
    </>
  )
}
