import type { ReactNode } from 'react'
import { useText } from '../text/text.tsx'
import { Button } from './Button.tsx'
import { type Failed, FailureNotice } from './FailureNotice.tsx'
import { Waiting } from './Waiting.tsx'

type OnItsWay<T> =
  | { status: 'loading' }
  | { status: 'ready'; value: T; asOf: Date; from: 'server' | 'device' }
  | { status: 'failed'; failure: Failed }

/**
 * Shows a value once it is loaded, before that a text, and after a failure the failure. A copy from the device is
 * dated, unless it is `lasting` and never changes.
 */
export function Loaded<T>(props: {
  value: OnItsWay<T>
  lasting?: boolean
  onRetry?: (() => void) | undefined
  children: (value: T) => ReactNode
}) {
  const { t, format } = useText()
  const { value, onRetry } = props
  if (value.status === 'loading') return <Waiting>{t.shell.waiting}</Waiting>
  if (value.status === 'failed') {
    return (
      <FailureNotice failure={value.failure}>
        {onRetry && (
          <Button look="outline" onClick={onRetry}>
            {t.shell.retry}
          </Button>
        )}
      </FailureNotice>
    )
  }
  return (
    <>
      {value.from === 'device' && !props.lasting && (
        <p className="notice information">{t.shell.asOf(format.dateTime(value.asOf))}</p>
      )}
      {props.children(value.value)}
    </>
  )
}
