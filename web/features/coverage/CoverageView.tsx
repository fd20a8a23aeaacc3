import type { ReactNode } from 'react'
import type { CoverageAnswer } from '../../../api/contract/patient.ts'
import { useText } from '../../text/text.tsx'
import { Button } from '../../ui/Button.tsx'
import { Details } from '../../ui/Details.tsx'
import { Notice } from '../../ui/Notice.tsx'
import { CoverageRows } from './CoverageRows.tsx'
import { currentOf } from './current.ts'
import { useShown } from './use-shown.ts'

/**
 * The coverage that the portal returned, masked until its owner shows it. Its history and source are folded.
 * @param props.onward the ways on, which stand after the present coverage
 * @param props.discreet words that replace the scheme while numbers are hidden, where others may look on
 */
export function CoverageView(props: { answer: CoverageAnswer; onward?: ReactNode; discreet?: string }) {
  const { t, format } = useText()
  const { shown, toggle } = useShown()
  const { answer, discreet } = props
  const c = t.coverage
  const current = currentOf(answer)
  return (
    <>
      <p>{c.lead}</p>
      <p>
        <strong>{c.notStored}</strong> {c.until(format.time(answer.shown_until))}
      </p>
      {answer.not_disclosed && <p className="notice warning">{c.notDisclosed}</p>}
      {!current && (
        <Notice kind="information" title={c.noDataTitle}>
          <p>{c.noData}</p>
        </Notice>
      )}
      {(current || answer.history.length > 0) && (
        <div className="buttons">
          <Button look="outline" onClick={toggle}>
            {shown ? c.hide : c.show}
          </Button>
          <p role="status">{shown && c.shown}</p>
        </div>
      )}
      {current && (
        <section className="card">
          <h2>{c.current}</h2>
          <CoverageRows coverage={current} shown={shown} discreet={discreet} />
        </section>
      )}
      {props.onward}
      {answer.history.length === 0 ? (
        <p className="quiet">{c.noEarlier}</p>
      ) : (
        <Details summary={c.earlier}>
          {answer.history.map((earlier) => (
            <div key={`${earlier.insurer_number} ${earlier.number} ${earlier.qualified_on}`} className="card">
              <CoverageRows coverage={earlier} shown={shown} discreet={discreet} />
            </div>
          ))}
        </Details>
      )}
      <Details summary={c.whereTitle}>
        <p>{c.where}</p>
        <p>{c.use}</p>
      </Details>
    </>
  )
}
