import { useEffect } from 'react'
import { stoppedWords } from '../../features/identity/stopped-words.ts'
import { useText } from '../../text/text.tsx'
import { Button } from '../../ui/Button.tsx'
import { FailureNotice } from '../../ui/FailureNotice.tsx'
import { Page } from '../../ui/Page.tsx'
import { useKiosk } from '../visit/kiosk-context.ts'
import { useProofed } from '../visit/use-proofing.ts'

/** K2 本人確認中: the result of asking the portal. */
export function Proofing() {
  const { t } = useText()
  const { k, go, progress } = useKiosk()
  const result = useProofed(progress.proofing)
  const i = t.identity
  const status = result.status === 'ready' ? result.value : null

  useEffect(() => {
    if (status === 'ready') go({ screen: 'enrol' })
  }, [status, go])

  const stopped = status && status !== 'pending' && status !== 'ready' ? stoppedWords(i, status) : null
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
    <Page key="stopped" title={stopped.title} failed={stopped.failed}>
      <p>{stopped.text}</p>
      {again}
    </Page>
  )
}
