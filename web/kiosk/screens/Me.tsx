import { CoverageView } from '../../features/coverage/CoverageView.tsx'
import { useText } from '../../text/text.tsx'
import { Button } from '../../ui/Button.tsx'
import { Loaded } from '../../ui/Loaded.tsx'
import { Page } from '../../ui/Page.tsx'
import { useKiosk } from '../visit/kiosk-context.ts'
import { useCoverageOnce } from '../visit/use-proofing.ts'

/** K3 わたしの情報: the coverage that the portal has just returned. */
export function Me() {
  const { t } = useText()
  const { k, go, progress } = useKiosk()
  const coverage = useCoverageOnce(progress.proofing)
  return (
    <Page title={t.coverage.title} failed={coverage.status === 'failed'}>
      <Loaded value={coverage}>
        {(answer) => <CoverageView answer={answer} discreet={k.schemeHidden} />}
      </Loaded>
      <div className="kiosk-actions">
        <Button onClick={() => go({ screen: 'databases' })}>{k.next}</Button>
      </div>
    </Page>
  )
}
