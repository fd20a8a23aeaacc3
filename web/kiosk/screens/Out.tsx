import { useRef } from 'react'
import { useText } from '../../text/text.tsx'
import { Page } from '../../ui/Page.tsx'
import { useReading } from '../speech/use-reading.ts'
import { useKiosk } from '../visit/kiosk-context.ts'
import { PaperAtKiosk } from './PaperAtKiosk.tsx'

export type OutReason = 'offline' | 'refused' | 'unregistered'

/** K9 停止中・通信なし: why the kiosk does not work, what became of the entries, and the way without this device. */
export function Out(props: { reason: OutReason }) {
  const { t } = useText()
  const { k, state } = useKiosk()
  const page = useRef<HTMLDivElement>(null)
  useReading(page, () => {})
  const phone = state?.kiosk.phone
  return (
    <div className="kiosk" ref={page}>
      <header className="kiosk-head">
        <p className="kiosk-demo">{t.shell.demo}</p>
      </header>
      <main id="main" className="kiosk-main">
        <Page title={k.outTitle} failed>
          <p role="status">{k.outReasons[props.reason]}</p>
          <p>{k.outKept}</p>
          <p>{k.outWays(location.host)}</p>
          <PaperAtKiosk />
          {phone && <p>{k.outPhone(phone)}</p>}
        </Page>
      </main>
    </div>
  )
}
