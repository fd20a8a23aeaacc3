import { useText } from '../../text/text.tsx'
import { Details } from '../../ui/Details.tsx'
import { Page } from '../../ui/Page.tsx'
import { Basis } from './Basis.tsx'
import { PortalButton } from './PortalButton.tsx'

/** Explains why and on which basis the portal is asked, before it is asked. */
export function ProofingExplained() {
  const { t } = useText()
  const i = t.identity
  return (
    <Page title={i.proofTitle}>
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
      <p>{i.noCard}</p>
      <Details summary={i.basisTitle}>
        <Basis />
      </Details>
    </Page>
  )
}
