import { useState } from 'react'
import { useStorage } from '../../data/device/storage.ts'
import { useActingFor } from '../../data/patient/acting.ts'
import type { Deciding } from '../../data/patient/decide.ts'
import { isSafe, useSession } from '../../data/patient/session.ts'
import { useText } from '../../text/text.tsx'
import { Button, ButtonLink } from '../../ui/Button.tsx'
import { Notice } from '../../ui/Notice.tsx'

/**
 * Offers to store the decision as 未送信 while offline, on a device that stores data. It says that no database learns of
 * it yet.
 */
export function OfflineChoice(props: { deciding: Deciding; kept: boolean }) {
  const { t } = useText()
  const [refused, setRefused] = useState(false)
  const storage = useStorage()
  const acting = useActingFor()
  const safe = isSafe(useSession())
  const { deciding, kept } = props
  const keeps = storage !== 'unavailable' && acting === null && !safe
  const d = t.decisions
  return (
    <Notice kind="warning" title={d.offlineTitle} takesFocus>
      <p>
        {kept ? d.unsentText : keeps ? d.offlineText : safe ? t.failures.codes.offline[1] : t.shell.noStorage}
      </p>
      {kept && safe && <p>{t.outbox.exitDeletes}</p>}
      {refused && <p role="alert">{storage === 'full' ? t.shell.fullStorage : t.shell.noStorage}</p>}
      <div className="buttons">
        {!kept && keeps && (
          <Button onClick={() => deciding.keepForLater().catch(() => setRefused(true))}>{d.keep}</Button>
        )}
        <Button look="outline" onClick={deciding.start}>
          {t.shell.retry}
        </Button>
        {kept && <ButtonLink to="/status">{t.shell.toStatus}</ButtonLink>}
      </div>
    </Notice>
  )
}
