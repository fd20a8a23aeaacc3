import { Link } from 'wouter'
import { useDesks } from '../../data/http/desks.ts'
import { passkeySupport } from '../../data/passkey/support.ts'
import { useSession } from '../../data/patient/session.ts'
import { useText } from '../../text/text.tsx'
import { Details } from '../../ui/Details.tsx'
import { Page } from '../../ui/Page.tsx'
import { PaperWay } from '../../ui/PaperWay.tsx'
import { NoPasskeys } from '../../ui/passkey/NoPasskeys.tsx'
import { Basis } from './Basis.tsx'
import { PortalButton } from './PortalButton.tsx'
import { Steps } from './Steps.tsx'

/**
 * Explains why and on which basis the portal is asked, before it is asked. A browser without passkeys is told so first:
 * after the portal it could not go on.
 */
export function ProofingExplained() {
  const { t } = useText()
  const session = useSession()
  const desks = useDesks()
  const i = t.identity
  if (passkeySupport() === 'unavailable') {
    return (
      <Page title={i.proofTitle}>
        <NoPasskeys />
      </Page>
    )
  }
  return (
    <Page title={i.proofTitle}>
      {session.status !== 'signed-in' && <Steps now={1} />}
      <p>{i.proofLead}</p>
      <p>
        <strong>{i.noNumber}</strong> {i.basisShort}
      </p>
      <section className="stack tight">
        <h2>{i.stepsTitle}</h2>
        <ol className="list">
          {i.steps.map((step) => (
            <li key={step}>{step}</li>
          ))}
        </ol>
      </section>
      <PortalButton label={i.toPortal} />
      <div className="stack tight">
        <p>{i.noCard}</p>
        <PaperWay desks={desks} />
        <p className="card-links">
          <Link className="card-action" to="/help#card">
            {t.welcome.otherWays}
          </Link>
          <Link className="card-action" to="/help#seen">
            {t.welcome.seen}
          </Link>
        </p>
      </div>
      <Details summary={i.basisTitle}>
        <Basis />
      </Details>
    </Page>
  )
}
