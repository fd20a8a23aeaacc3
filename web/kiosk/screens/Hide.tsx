import { Bullets } from '../../ui/Bullets.tsx'
import { Button } from '../../ui/Button.tsx'
import { Page } from '../../ui/Page.tsx'
import { useKiosk } from '../visit/kiosk-context.ts'

/** K1 家族などに知られたくないとき: what safe mode does at a kiosk and what it does not, before anybody is known. */
export function Hide() {
  const { k, go, view, setView } = useKiosk()
  const choose = (hides: boolean) => {
    setView({ hides })
    go({ screen: 'method' })
  }
  return (
    <Page title={k.hideTitle}>
      <Bullets items={k.hideAbout} />
      <p>{k.hideAccount}</p>
      <p>{k.hideNot}</p>
      <p>{k.hideCall}</p>
      <div className="kiosk-actions">
        <Button onClick={() => choose(!view.hides)}>{view.hides ? k.hideStop : k.hideStart}</Button>
        <Button look="outline" onClick={() => go({ screen: 'method' })}>
          {k.back}
        </Button>
      </div>
    </Page>
  )
}
