import { useState } from 'react'
import { showPlace } from '../../data/device/discreet/place.ts'
import { useOutbox } from '../../data/device/outbox.ts'
import { forgetPage } from '../../data/device/page-outbox.ts'
import { eraseDevice } from '../../data/device/storage.ts'
import { tabStorage } from '../../data/device/web-storage.ts'
import type { Failure } from '../../data/http/failure.ts'
import { failureOf } from '../../data/http/failure.ts'
import { signOut } from '../../data/patient/session.ts'
import { useText } from '../../text/text.tsx'
import { Button, ButtonLink } from '../../ui/Button.tsx'
import { FailureNotice } from '../../ui/FailureNotice.tsx'
import { Waiting } from '../../ui/Waiting.tsx'
import { LEFT, type Leaving } from './leaving.ts'

/**
 * Signs out and erases this device, after saying what would be lost. The page then reloads, so that its memory holds
 * nothing of the person, and says what was done.
 */
export function LeaveDevice(props: { signedOut: boolean }) {
  const { t } = useText()
  const outbox = useOutbox()
  const [leaving, setLeaving] = useState(false)
  const [failure, setFailure] = useState<Failure | null>(null)
  const unsent = outbox?.length ?? 0
  const s = t.settings

  async function leave() {
    setLeaving(true)
    setFailure(null)
    try {
      await (props.signedOut ? eraseDevice() : signOut())
      forgetPage()
      tabStorage.clear()
      // The state of the history entry outlives the reload, also where storage is blocked.
      history.replaceState({ left: props.signedOut ? 'erased' : 'signed-out' } satisfies Leaving, '', LEFT)
      showPlace()
      location.reload()
    } catch (error) {
      setLeaving(false)
      setFailure(failureOf(error))
    }
  }

  if (leaving) return <Waiting>{s.signingOut}</Waiting>
  return (
    <>
      {failure && <FailureNotice failure={failure} />}
      {props.signedOut && <p>{s.signedOut}</p>}
      <p>{s.deviceText}</p>
      {unsent > 0 && <p className="notice warning">{s.unsent(unsent)}</p>}
      <div className="buttons">
        {unsent > 0 && <ButtonLink to="/status">{s.send}</ButtonLink>}
        {props.signedOut && <ButtonLink to="/sign-in">{s.signIn}</ButtonLink>}
        <Button look="outline" onClick={() => void leave()}>
          {unsent > 0 ? s.discard : props.signedOut ? s.erase : s.signOut}
        </Button>
      </div>
    </>
  )
}
