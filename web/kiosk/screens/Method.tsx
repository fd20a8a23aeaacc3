import { Button } from '../../ui/Button.tsx'
import { Page } from '../../ui/Page.tsx'
import { useKiosk } from '../visit/kiosk-context.ts'
import { Options } from './Options.tsx'

/** K1 方法: the own phone, or a card here; and a quiet way to safe mode. */
export function Method() {
  const { k, go, view } = useKiosk()
  return (
    <Page title={k.methodTitle}>
      {view.hides && <p role="status">{k.hideOn}</p>}
      <Options
        options={[
          { label: k.card, hint: k.cardHint, onChoose: () => go({ screen: 'before' }) },
          { label: k.phone, hint: k.phoneHint, onChoose: () => go({ screen: 'phone' }) },
        ]}
      />
      <div className="kiosk-hide">
        <Button look="text" onClick={() => go({ screen: 'hide' })}>
          {k.hide}
        </Button>
      </div>
    </Page>
  )
}
