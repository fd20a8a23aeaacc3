import { type ReactNode, useEffect } from 'react'
import type { Failure } from '../../data/http/failure.ts'
import { useText } from '../../text/text.tsx'
import { Button } from '../../ui/Button.tsx'
import { FailureNotice } from '../../ui/FailureNotice.tsx'
import { useKiosk } from '../visit/kiosk-context.ts'

/** The button after which the person holds the card to the reader, with the words before, during and after. */
export function CardAction(props: {
  phase: 'preparing' | 'ready' | 'asking' | 'sending' | 'done' | 'failed'
  failure: Failure | null
  label: string
  onStart(): void
  children?: ReactNode
}) {
  const { t } = useText()
  const { k, hold } = useKiosk()
  const { phase, failure } = props
  const words = { preparing: t.identity.preparing, asking: k.asking, sending: t.identity.sending }
  const busy = phase === 'asking' || phase === 'sending'

  useEffect(() => {
    hold(busy)
    return () => hold(false)
  }, [busy, hold])

  return (
    <>
      {phase === 'failed' && failure && <FailureNotice failure={failure} />}
      <div className="kiosk-actions">
        <div role="status" aria-busy={phase === 'preparing'}>
          {phase in words && <p>{words[phase as keyof typeof words]}</p>}
        </div>
        {(phase === 'ready' || phase === 'failed') && (
          <Button onClick={props.onStart}>{phase === 'failed' ? t.shell.retry : props.label}</Button>
        )}
        {!busy && props.children}
      </div>
    </>
  )
}
