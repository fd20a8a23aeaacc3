import type { ReactNode } from 'react'
import { useText } from '../../text/text.tsx'
import { Button } from '../Button.tsx'
import { type Failed, FailureNotice } from '../FailureNotice.tsx'
import { NoPasskeys } from './NoPasskeys.tsx'

/** Failures of the passkey itself. Another way may help after them. */
const passkeyCodes = new Set(['cancelled', 'passkey-rejected', 'passkey-removed'])
const finalCodes = new Set(['under-age', 'stop-stands'])

/** Whether what somebody wants to do was refused, so that another try is refused too. */
export const isFinal = (failure: Failed | null): boolean => failure !== null && finalCodes.has(failure.code)

/**
 * The button that opens the passkey dialog, with the words before, during and after it.
 * `onStart` runs inside the tap, because Safari opens the dialog only there. `otherWay` is offered after the passkey
 * failed. After a refusal that stays there is no further try. A browser that cannot use passkeys gets the other ways,
 * and no further try.
 */
export function PasskeyAction(props: {
  phase: 'preparing' | 'ready' | 'asking' | 'sending' | 'done' | 'failed'
  failure: Failed | null
  label: string
  onStart(): void
  otherWay?: ReactNode
}) {
  const { t } = useText()
  const { phase, failure } = props
  const words = { preparing: t.identity.preparing, asking: t.identity.asking, sending: t.identity.sending }
  const working = phase in words ? words[phase as keyof typeof words] : null
  if (phase === 'failed' && failure?.code === 'unsupported') return <NoPasskeys takesFocus />
  return (
    <div className="stack">
      {phase === 'failed' && failure && (
        <FailureNotice failure={failure}>{passkeyCodes.has(failure.code) && props.otherWay}</FailureNotice>
      )}
      <div>
        <div role="status">{working && <p className="working">{working}</p>}</div>
        {(phase === 'ready' || (phase === 'failed' && !isFinal(failure))) && (
          <div className="buttons">
            <Button onClick={props.onStart}>{phase === 'failed' ? t.shell.retry : props.label}</Button>
          </div>
        )}
      </div>
    </div>
  )
}
