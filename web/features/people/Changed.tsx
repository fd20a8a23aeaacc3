import { useRef } from 'react'
import { useLocation } from 'wouter'
import { useOthersOutbox } from '../../data/device/outbox.ts'
import { sawChange, useSession } from '../../data/patient/session.ts'
import { useText } from '../../text/text.tsx'
import { Button } from '../../ui/Button.tsx'
import { Page } from '../../ui/Page.tsx'

/**
 * Another tab has changed whom this page is about; `acting`: to somebody one acts for. Nothing of that person is shown
 * before one has seen it. A choice is called gone only if it was not sent: what was sent stands above this screen.
 */
export function Changed(props: { acting?: boolean }) {
  const { t } = useText()
  const [, navigate] = useLocation()
  const session = useSession()
  const others = useOthersOutbox()
  const sent = useRef(false)
  sent.current ||= others.length > 0
  const lost = session.status === 'signed-in' && session.elsewhere === 'lost'
  const p = t.people
  const goOn = () => {
    navigate(props.acting ? '/me' : '/status')
    sawChange()
  }
  return (
    <Page title={p.changedTitle}>
      {lost && !sent.current && <p>{p.changed}</p>}
      <p>{props.acting ? p.changedWho : p.changedSelf}</p>
      <div className="buttons">
        <Button onClick={goOn}>{props.acting ? p.changedOn : p.changedOnSelf}</Button>
      </div>
    </Page>
  )
}
