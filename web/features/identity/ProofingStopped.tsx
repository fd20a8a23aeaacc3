import { Link } from 'wouter'
import { useText } from '../../text/text.tsx'
import { ButtonLink } from '../../ui/Button.tsx'
import { Page } from '../../ui/Page.tsx'
import { PortalButton } from './PortalButton.tsx'
import { type Stopped, stoppedWords } from './stopped-words.ts'

/** The portal returned nothing, or nothing that may be used. */
export function ProofingStopped(props: { why: Stopped }) {
  const { t } = useText()
  const { title, text, failed } = stoppedWords(t.identity, props.why)
  return (
    <Page key={props.why} title={title} failed={failed}>
      <p>{text}</p>
      <PortalButton label={t.identity.again} />
      {(props.why === 'no-data' || props.why === 'declined') && (
        <p className="card-links">
          <Link className="card-action" to={props.why === 'declined' ? '/missing#declined' : '/missing'}>
            {t.missing.link}
          </Link>
        </p>
      )}
      <div className="buttons">
        <ButtonLink to="/" look="text">
          {t.shell.home}
        </ButtonLink>
      </div>
    </Page>
  )
}
