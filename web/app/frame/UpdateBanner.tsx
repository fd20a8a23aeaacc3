import { useLocation } from 'wouter'
import { useUpdate } from '../../data/device/update.ts'
import { useText } from '../../text/text.tsx'
import { Button } from '../../ui/Button.tsx'

/** Pages of an unfinished task: an update waits until they are left. */
const tasks = ['/proofing', '/passkey', '/sign-in', '/choose', '/confirm', '/settings/passkeys']

export function UpdateBanner() {
  const { t } = useText()
  const [path] = useLocation()
  const { waiting, apply, dismiss } = useUpdate()
  const shown = waiting && !tasks.some((task) => path === task || path.startsWith(`${task}/`))
  return (
    <div role="status" className="update">
      {shown && (
        <div className="bar">
          <div>
            <p>{t.shell.update}</p>
            <div className="buttons">
              <Button onClick={apply}>{t.shell.updateNow}</Button>
              <Button look="outline" onClick={dismiss}>
                {t.shell.updateLater}
              </Button>
            </div>
          </div>
        </div>
      )}
    </div>
  )
}
