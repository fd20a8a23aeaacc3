import { usePeopleOffer } from '../../data/patient/acting.ts'
import { useText } from '../../text/text.tsx'
import { ButtonLink } from '../../ui/Button.tsx'
import { Page } from '../../ui/Page.tsx'
import { Steps } from './Steps.tsx'

/**
 * The portal has identified the person. They make their first passkey, or go on to their coverage: by P19 where the
 * portal lets them act for somebody.
 */
export function ProofingReady(props: { signedIn: boolean }) {
  const { t } = useText()
  const hasPeople = usePeopleOffer()
  const i = t.identity
  return (
    <Page key="ready" title={i.readyTitle}>
      {!props.signedIn && <Steps now={3} />}
      <p>{props.signedIn ? i.readySignedIn : i.readyText}</p>
      <div className="buttons">
        {props.signedIn ? (
          <ButtonLink to={hasPeople ? '/people' : '/me'}>{hasPeople ? t.people.choose : i.toMe}</ButtonLink>
        ) : (
          <ButtonLink to="/passkey">{i.toPasskey}</ButtonLink>
        )}
      </div>
    </Page>
  )
}
