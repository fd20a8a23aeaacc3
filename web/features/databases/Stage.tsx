import type { ListedDatabase } from '../../../api/contract/catalogue.ts'
import { useText } from '../../text/text.tsx'

/** How far a database has come, and since or from which day. A live one without a known day needs no words. */
export function Stage(props: { of: Pick<ListedDatabase, 'status' | 'in_force_on'> }) {
  const { t, format } = useText()
  const { status, in_force_on } = props.of
  const d = t.facts
  return (
    <>
      {/* A copy that an older version stored has no status. */}
      {(status === 'enacted' || status === 'planned') && <p className="quiet">{d.statuses[status]}</p>}
      {in_force_on && <p className="quiet">{d.inForceOn(format.date(in_force_on))}</p>}
    </>
  )
}
