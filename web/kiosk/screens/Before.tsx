import { Page } from '../../ui/Page.tsx'
import { useKiosk } from '../visit/kiosk-context.ts'
import { Options } from './Options.tsx'

/** K2 本人確認: asks whether the card is registered. Nobody acts for somebody at a kiosk. */
export function Before() {
  const { k, go } = useKiosk()
  return (
    <Page title={k.beforeTitle}>
      <Options
        options={[
          { label: k.known, hint: k.knownHint, onChoose: () => go({ screen: 'sign-in' }) },
          { label: k.first, hint: k.firstHint, onChoose: () => go({ screen: 'proof' }) },
        ]}
      />
      <p>{k.forOthers}</p>
    </Page>
  )
}
