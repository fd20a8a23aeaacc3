import type { Proofed } from '../../data/http/portal-answer.ts'
import type { Messages } from '../../text/ja.ts'
import { useText } from '../../text/text.tsx'
import { ButtonLink } from '../../ui/Button.tsx'
import { Page } from '../../ui/Page.tsx'
import { PortalButton } from './PortalButton.tsx'

type Why = Exclude<Proofed, 'pending' | 'ready'> | 'rejected' | 'no-data'

const wordsOf = (i: Messages['identity']): Record<Why, [title: string, text: string]> => ({
  declined: [i.declinedTitle, i.declined],
  unavailable: [i.unavailableTitle, i.unavailable],
  expired: [i.expiredTitle, i.expired],
  mismatch: [i.mismatchTitle, i.mismatch],
  'wrong-link': [i.wrongLinkTitle, i.wrongLink],
  rejected: [i.rejectedTitle, i.rejected],
  'no-data': [i.noDataTitle, i.noData],
})

/** Declining is a choice, and a portal without data has answered: neither is an error. */
const calm = new Set<Why>(['declined', 'no-data'])

/** The portal gave nothing, or nothing that may be used. */
export function ProofingStopped(props: { why: Why }) {
  const { t } = useText()
  const [title, text] = wordsOf(t.identity)[props.why]
  return (
    <Page key={props.why} title={title} failed={!calm.has(props.why)}>
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
