import type { ProofingStatus } from '../../../api/contract/patient.ts'
import type { Messages } from '../../text/ja.ts'
import { useText } from '../../text/text.tsx'
import { ButtonLink } from '../../ui/Button.tsx'
import { Page } from '../../ui/Page.tsx'
import { PortalButton } from './PortalButton.tsx'

type Why = Exclude<ProofingStatus, 'pending' | 'ready'> | 'rejected'

const wordsOf = (i: Messages['identity']): Record<Why, [title: string, text: string]> => ({
  declined: [i.declinedTitle, i.declined],
  unavailable: [i.unavailableTitle, i.unavailable],
  expired: [i.expiredTitle, i.expired],
  mismatch: [i.mismatchTitle, i.mismatch],
  rejected: [i.rejectedTitle, i.rejected],
})

/** The portal gave nothing, or nothing that may be used. Declining is a choice and not an error. */
export function ProofingStopped(props: { why: Why }) {
  const { t } = useText()
  const [title, text] = wordsOf(t.identity)[props.why]
  return (
    <Page key={props.why} title={title} failed={props.why !== 'declined'}>
      <p>{text}</p>
      <PortalButton label={t.identity.again} />
      <div className="buttons">
        <ButtonLink to="/" look="text">
          {t.shell.home}
        </ButtonLink>
      </div>
    </Page>
  )
}
