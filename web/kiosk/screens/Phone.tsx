import { useEffect, useRef } from 'react'
import { Page } from '../../ui/Page.tsx'
import { QrCode } from '../../ui/QrCode.tsx'
import { useKiosk } from '../visit/kiosk-context.ts'

/** K1 スマホで続ける: the visit here is over before the code is shown. */
export function Phone() {
  const { k, handOver } = useKiosk()
  const over = useRef(handOver)
  useEffect(() => {
    // Without an answer the server lets the visit end by itself, and the next start ends it anyway.
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
