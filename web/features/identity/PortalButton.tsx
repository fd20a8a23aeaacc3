import { useText } from '../../text/text.tsx'
import { Button } from '../../ui/Button.tsx'
import { FailureNotice } from '../../ui/FailureNotice.tsx'
import { usePortal } from './use-portal.ts'

/** Opens the portal. Says so while it opens, and what to do if it cannot. */
export function PortalButton(props: { label: string }) {
  const { t } = useText()
  const { opening, failure, open } = usePortal()
  return (
    <div className="stack">
      {failure && <FailureNotice failure={failure} />}
      <div>
        <div role="status">{opening && <p className="working">{t.identity.opening}</p>}</div>
        {!opening && (
          <div className="buttons">
            <Button onClick={open}>{failure ? t.shell.retry : props.label}</Button>
          </div>
        )}
      </div>
    </div>
  )
}
