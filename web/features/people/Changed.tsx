import { useLocation } from 'wouter'
import { sawChange } from '../../data/patient/session.ts'
import { useText } from '../../text/text.tsx'
import { Button } from '../../ui/Button.tsx'
import { Page } from '../../ui/Page.tsx'

/** Another tab has changed whom this page is about; `acting`: to somebody one acts for. Nothing of that person is shown before one has seen it. */
export function Changed(props: { acting?: boolean }) {
  const { t } = useText()
  const [, navigate] = useLocation()
  const p = t.people
  const goOn = () => {
    navigate(props.acting ? '/me' : '/status')
    sawChange()
  }
  return (
    <Page title={p.changedTitle}>
      <p>{p.changed}</p>
      <p>{props.acting ? p.changedWho : p.changedSelf}</p>
      <div className="buttons">
        <Button onClick={goOn}>{props.acting ? p.changedOn : p.changedOnSelf}</Button>
      </div>
    </Page>
  )
}
