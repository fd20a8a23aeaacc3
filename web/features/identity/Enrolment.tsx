import { lazy, Suspense } from 'react'
import { passkeySupport } from '../../data/passkey/support.ts'
import { usePeopleOffer } from '../../data/patient/acting.ts'
import { useEnrolment } from '../../data/patient/ceremony.ts'
import { useText } from '../../text/text.tsx'
import { Button, ButtonLink } from '../../ui/Button.tsx'
import { Page } from '../../ui/Page.tsx'
import { NoPasskeys } from '../../ui/passkey/NoPasskeys.tsx'
import { PasskeyAction } from '../../ui/passkey/PasskeyAction.tsx'
import { Waiting } from '../../ui/Waiting.tsx'
import { Steps } from './Steps.tsx'

const OlderPasskeys = lazy(async () => ({ default: (await import('./OlderPasskeys.tsx')).OlderPasskeys }))

/** Makes a passkey: the explanation before the device's dialog, the dialog, and the result. */
export function Enrolment(props: { recover: boolean; onRecover(): void }) {
  const { t } = useText()
  const ceremony = useEnrolment({ recover: props.recover })
  const hasPeople = usePeopleOffer()
  const i = t.identity

  if (passkeySupport() === 'unavailable') {
    return (
      <Page key="none" title={i.passkeyTitle}>
        <NoPasskeys />
      </Page>
    )
  }
  if (ceremony.phase === 'done') {
    return (
      <Page key="done" title={i.doneTitle}>
        <p>{i.doneText}</p>
        {props.recover && (
          <Suspense fallback={<Waiting>{t.shell.waiting}</Waiting>}>
            <OlderPasskeys />
          </Suspense>
        )}
        <div className="buttons">
          <ButtonLink to={hasPeople ? '/people' : '/me'}>{hasPeople ? t.people.choose : i.toMe}</ButtonLink>
        </div>
      </Page>
    )
  }
  if (ceremony.failure?.code === 'account-exists') {
    return (
      <Page key="exists" title={i.existsTitle}>
        <p>{i.exists}</p>
        <p>{i.existsLost}</p>
        <div className="buttons">
          <ButtonLink to="/sign-in">{i.useExisting}</ButtonLink>
          <Button look="outline" onClick={props.onRecover}>
            {i.recover}
          </Button>
        </div>
      </Page>
    )
  }
  return (
    <Page key="make" title={i.passkeyTitle} failed={ceremony.phase === 'failed'}>
      <Steps now={4} />
      <p>{i.passkeyLead}</p>
      <p className="quiet">{i.passkeyPrivate}</p>
      <PasskeyAction {...ceremony} label={i.create} onStart={ceremony.start} />
    </Page>
  )
}
