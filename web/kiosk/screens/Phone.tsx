import { useEffect, useRef } from 'react'
import { Page } from '../../ui/Page.tsx'
import { QrCode } from '../../ui/QrCode.tsx'
import { useKiosk } from '../visit/kiosk-context.ts'

/** K1 スマホで続ける: the visit at the kiosk ends before the code is shown. */
export function Phone() {
  const { k, handOver } = useKiosk()
  const over = useRef(handOver)
  useEffect(() => {
    // Without an answer, the visit ends on the server by itself, at the latest with the next start.
    over.current().catch(() => {})
  }, [])
  return (
    <Page title={k.phoneTitle}>
      <p>{k.phoneText}</p>
      <QrCode value={`${location.origin}/`} label={k.phoneQr} />
      <p className="id">{location.origin}</p>
    </Page>
  )
}
