import type { Deciding } from '../../data/patient/decide.ts'
import { useText } from '../../text/text.tsx'
import { Button, ButtonLink } from '../../ui/Button.tsx'
import { Page } from '../../ui/Page.tsx'

/** Kept and not sent, or sent without an answer: neither is called received, and kept only what the device took. */
export function Unsent(props: { deciding: Deciding }) {
  const { t } = useText()
  const { failure, durable } = props.deciding
  const inDoubt = failure !== null
  const d = t.decisions
  return (
    <Page title={inDoubt ? d.doubtTitle : d.unsentTitle}>
      <p>
        <span className="chip attention">{t.databases.unsent}</span>
      </p>
      <p>{inDoubt ? d.doubtText : d.unsentText}</p>
      {inDoubt && <p>{durable ? d.doubtKept : d.doubtNotKept}</p>}
      <div className="buttons">
        {inDoubt && <Button onClick={props.deciding.start}>{d.resend}</Button>}
        <ButtonLink to="/status" look="outline">
          {t.shell.toStatus}
        </ButtonLink>
      </div>
    </Page>
  )
}
