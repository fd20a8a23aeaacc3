import { useDesks } from '../../data/http/desks.ts'
import { useText } from '../../text/text.tsx'
import { ButtonLink } from '../../ui/Button.tsx'
import { Page } from '../../ui/Page.tsx'
import { PaperWay } from '../../ui/PaperWay.tsx'
import { Rows } from '../../ui/Rows.tsx'
import './help.css'
import { SITUATIONS } from './situations.ts'
import { useAskedQuestion } from './use-asked.ts'

const PARTS = ['means', 'effect', 'act', 'ask'] as const

/** P18 記録が出てこないとき: situations in which records or numbers are not there, for everybody, also offline. */
export function Missing() {
  const { t } = useText()
  const desks = useDesks()
  const m = t.missing
  useAskedQuestion(SITUATIONS)
  return (
    <Page title={m.title}>
      <p>{m.lead}</p>
      <div>
        {SITUATIONS.map((situation) => (
          <details key={situation} id={situation} className="details">
            <summary>{m.situations[situation].title}</summary>
            <Rows
              rows={PARTS.map((part) => ({ term: m.terms[part], value: m.situations[situation][part] }))}
            />
            {situation === 'card' && <PaperWay desks={desks} />}
          </details>
        ))}
      </div>
      <div className="buttons">
        <ButtonLink to="/status" look="outline">
          {m.toStatus}
        </ButtonLink>
        <ButtonLink to="/help" look="text">
          {m.toHelp}
        </ButtonLink>
      </div>
    </Page>
  )
}
