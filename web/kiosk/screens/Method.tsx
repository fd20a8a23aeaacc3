import { Page } from '../../ui/Page.tsx'
import { useKiosk } from '../visit/kiosk-context.ts'
import { Options } from './Options.tsx'

/** K1 方法: the own phone, or a card here. */
export function Method() {
  const { k, go } = useKiosk()
  return (
    <Page title={k.methodTitle}>
      <Options
        options={[
          { label: k.card, hint: k.cardHint, onChoose: () => go({ screen: 'before' }) },
          { label: k.phone, hint: k.phoneHint, onChoose: () => go({ screen: 'phone' }) },
        ]}
      />
    </Page>
  )
}
