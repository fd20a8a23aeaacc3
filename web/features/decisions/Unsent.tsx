import type { Deciding } from '../../data/patient/decide.ts'
import { isSafe, useSession } from '../../data/patient/session.ts'
import { useText } from '../../text/text.tsx'
import { Button, ButtonLink } from '../../ui/Button.tsx'
import { Page } from '../../ui/Page.tsx'

/**
 * A decision that is stored but not sent, or signed without an answer. Neither is called received, and only the first is
 * called not sent. It is called stored only if the device stored it. In safe mode it says what leaving at once does to it.
 */
export function Unsent(props: { deciding: Deciding }) {
  const { t } = useText()
  const { failure, durable } = props.deciding
  const safe = isSafe(useSession())
  const inDoubt = failure !== null
  const d = t.decisions
  return (
    <Page title={inDoubt ? d.doubtTitle : d.unsentTitle}>
      {!inDoubt && (
        <p>
          <span className="chip attention">{t.outbox.unsent}</span>
        </p>
      )}
      <p>{inDoubt ? d.doubtText : d.unsentText}</p>
      {inDoubt && <p>{durable ? d.doubtKept : d.doubtNotKept}</p>}
      {safe && <p>{t.outbox.exitDeletes}</p>}
      <div className="buttons">
        {inDoubt && <Button onClick={props.deciding.start}>{d.resend}</Button>}
        <ButtonLink to="/status" look="outline">
          {t.shell.toStatus}
        </ButtonLink>
      </div>
    </Page>
  )
}
