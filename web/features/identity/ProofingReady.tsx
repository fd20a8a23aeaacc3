import { useText } from '../../text/text.tsx'
import { ButtonLink } from '../../ui/Button.tsx'
import { Page } from '../../ui/Page.tsx'
import { Steps } from './Steps.tsx'

/** The portal has identified the person. They go on to their coverage, or make their first passkey. */
export function ProofingReady(props: { signedIn: boolean }) {
  const { t } = useText()
  const i = t.identity
  return (
    <Page key="ready" title={i.readyTitle}>
      {!props.signedIn && <Steps now={3} />}
      <p>{props.signedIn ? i.readySignedIn : i.readyText}</p>
      <div className="buttons">
        <ButtonLink to={props.signedIn ? '/me' : '/passkey'}>
          {props.signedIn ? i.toMe : i.toPasskey}
        </ButtonLink>
      </div>
    </Page>
  )
}
