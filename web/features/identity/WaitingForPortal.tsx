import { useText } from '../../text/text.tsx'
import { Page } from '../../ui/Page.tsx'
import { Waiting } from '../../ui/Waiting.tsx'

export function WaitingForPortal() {
  const { identity: i } = useText().t
  return (
    <Page title={i.proofTitle}>
      <Waiting>{i.pending}</Waiting>
    </Page>
  )
}
