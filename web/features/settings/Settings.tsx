import type { ReactNode } from 'react'
import { Link } from 'wouter'
import { useHistoryState } from 'wouter/use-browser-location'
import { useStorage } from '../../data/device/storage.ts'
import { useSession } from '../../data/patient/session.ts'
import { useText } from '../../text/text.tsx'
import { Notice } from '../../ui/Notice.tsx'
import { Page } from '../../ui/Page.tsx'
import { Display } from './Display.tsx'
import { LeaveDevice } from './LeaveDevice.tsx'
import { PasskeyList } from './PasskeyList.tsx'
import { SafeMode } from './SafeMode.tsx'

// Loaded with this screen: each file of its own lengthens the list of the service worker.
export { AddPasskey } from './AddPasskey.tsx'
export { Exit } from './Exit.tsx'
export { Left } from './Left.tsx'
export { PasskeyPage } from './PasskeyPage.tsx'

/** P10 設定: display, news, passkeys, and leaving this device with nothing stored on it. */
export function Settings(props: { news?: ReactNode }) {
  const { t } = useText()
  const session = useSession()
  const storage = useStorage()
  const arrived = useHistoryState<{ notice?: string } | null>()
  const s = t.settings
  return (
    <Page title={s.title}>
      {arrived?.notice === 'passkey-removed' && (
        <Notice kind="success" title={t.passkeys.removedTitle} takesFocus>
          <p>{t.passkeys.removedText}</p>
        </Notice>
      )}
      <Display within="page" />
      {session.status === 'signed-in' && session.session.safe === undefined && props.news}
      {session.status === 'signed-in' && <PasskeyList />}
      <SafeMode />
      <section className="section">
        <h2>{s.device}</h2>
        {storage === 'unavailable' && <p className="notice warning">{t.shell.noStorage}</p>}
        {storage === 'full' && <p className="notice warning">{t.shell.fullStorage}</p>}
        <LeaveDevice signedOut={session.status === 'signed-out'} />
      </section>
      {session.status === 'signed-in' && (
        <section className="section">
          <h2>{t.people.askTitle}</h2>
          <p className="card-links">
            <Link className="card-action" to="/people">
              {t.people.choose}
            </Link>
            <Link className="card-action" to="/family">
              {t.people.toFamily}
            </Link>
          </p>
        </section>
      )}
      <p className="card-links">
        <Link className="card-action" to="/help">
          {t.shell.helpPage}
        </Link>
        <Link className="card-action" to="/how">
          {t.shell.howPage}
        </Link>
      </p>
    </Page>
  )
}
