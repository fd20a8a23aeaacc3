import { useEffect } from 'react'
import type { Proofed } from '../../data/http/portal-answer.ts'
import { useText } from '../../text/text.tsx'
import { Button } from '../../ui/Button.tsx'
import { FailureNotice } from '../../ui/FailureNotice.tsx'
import { Page } from '../../ui/Page.tsx'
import { useKiosk } from '../visit/kiosk-context.ts'
import { useProofed } from '../visit/use-proofing.ts'

/** Declining is a choice, and a portal without data has answered: neither is an error. */
const calm = ['declined', 'no-data']

/** K2 本人確認中: what came of asking the portal. */
export function Proofing() {
  const { t } = useText()
  const { k, go, progress } = useKiosk()
  const result = useProofed(progress.proofing)
  const i = t.identity
  const status = result.status === 'ready' ? result.value : null

  useEffect(() => {
    if (status === 'ready') go({ screen: 'enrol' })
  }, [status, go])

  const words: Record<Exclude<Proofed, 'pending' | 'ready'> | 'no-data' | 'rejected', [string, string]> = {
    declined: [i.declinedTitle, i.declined],
    unavailable: [i.unavailableTitle, i.unavailable],
    expired: [i.expiredTitle, i.expired],
    mismatch: [i.mismatchTitle, i.mismatch],
    'wrong-link': [i.wrongLinkTitle, i.wrongLink],
    rejected: [i.rejectedTitle, i.rejected],
    'no-data': [i.noDataTitle, i.noData],
  }
  const stopped = status && status !== 'pending' && status !== 'ready' ? words[status] : null
  const again = (
    <div className="kiosk-actions">
      <Button onClick={() => go({ screen: 'proof', proofing: null })}>{i.again}</Button>
      <Button look="outline" onClick={() => go({ screen: 'method', proofing: null })}>
        {k.back}
      </Button>
    </div>
  )
  if (result.status === 'failed')
    return (
      <Page key="failed" title={i.proofTitle} failed>
        <FailureNotice failure={result.failure} />
        {again}
      </Page>
    )
  if (!stopped)
    return (
      <Page key="pending" title={i.proofTitle}>
        <p role="status">{i.pending}</p>
      </Page>
    )
  return (
    <Page key="stopped" title={stopped[0]} failed={!calm.includes(status ?? '')}>
      <p>{stopped[1]}</p>
      {again}
    </Page>
  )
}
