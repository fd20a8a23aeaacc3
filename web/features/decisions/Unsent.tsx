import type { Deciding } from '../../data/decide.ts'
import { useText } from '../../text/text.tsx'
import { Button, ButtonLink } from '../../ui/Button.tsx'
import { Page } from '../../ui/Page.tsx'

/** Kept and not sent, or sent without an answer: neither is called received. */
export function Unsent(props: { deciding: Deciding }) {
  const { t } = useText()
  const inDoubt = props.deciding.failure !== null
  const d = t.decisions
  return (
    <Page title={inDoubt ? d.doubtTitle : d.unsentTitle}>
      <p>
        <span className="chip attention">{t.databases.unsent}</span>
      </p>
      <p>{inDoubt ? d.doubtText : d.unsentText}</p>
      <div className="buttons">
        {inDoubt && <Button onClick={props.deciding.start}>{d.resend}</Button>}
        <ButtonLink to="/status" look="outline">
          {t.shell.toStatus}
        </ButtonLink>
      </div>
    </Page>
  )
}
