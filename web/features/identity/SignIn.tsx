import { Link, Redirect, useSearchParams } from 'wouter'
import { useHistoryState } from 'wouter/use-browser-location'
import { passkeySupport } from '../../data/passkey/support.ts'
import { useSignIn } from '../../data/patient/ceremony.ts'
import { useSession } from '../../data/patient/session.ts'
import { useText } from '../../text/text.tsx'
import { Notice } from '../../ui/Notice.tsx'
import { Page } from '../../ui/Page.tsx'
import { NoPasskeys } from '../../ui/passkey/NoPasskeys.tsx'
import { PasskeyAction } from '../../ui/passkey/PasskeyAction.tsx'
import { nextPath } from './next-path.ts'

/** P2 本人確認 for returning people: the passkey and nothing else. */
export function SignIn() {
  const { t } = useText()
  const [query] = useSearchParams()
  const session = useSession()
  const arrived = useHistoryState<{ notice?: string } | null>()
  const ceremony = useSignIn()
  const canSignIn = passkeySupport() === 'available'
  const i = t.identity

  if (session.status === 'signed-in') {
    return <Redirect to={nextPath(query.get('next'))} replace state={{ notice: 'signed-in' }} />
  }
  const [endedTitle, endedText] = t.failures.codes['not-signed-in']
  return (
    <Page title={i.signInTitle} failed={ceremony.phase === 'failed'}>
      {arrived?.notice === 'passkey-removed' && (
        <Notice kind="success" title={t.passkeys.removedTitle} takesFocus>
          <p>{t.passkeys.removedCurrentText}</p>
          <p>{t.passkeys.removedText}</p>
        </Notice>
      )}
      {session.status === 'signed-out' && session.ended && !arrived?.notice && (
        <Notice kind="information" title={endedTitle}>
          <p>{endedText}</p>
        </Notice>
      )}
      {canSignIn ? (
        <>
          <p>{i.signInLead}</p>
          <PasskeyAction {...ceremony} label={i.signIn} onStart={ceremony.start} />
          <section className="stack tight">
            <h2>{i.otherTitle}</h2>
            <ul className="list">
              <li>
                <Link to="/proofing">{i.firstTime}</Link>
              </li>
              <li>
                <Link to="/proofing">{i.lost}</Link>
              </li>
              <li>
                <Link to="/help#seen">{t.welcome.seen}</Link>
              </li>
            </ul>
          </section>
        </>
      ) : (
        <NoPasskeys />
      )}
    </Page>
  )
}
