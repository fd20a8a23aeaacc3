import type { ReactNode } from 'react'
import type { Loadable } from '../data/loadable.ts'
import { useText } from '../text/text.tsx'
import { Button } from './Button.tsx'
import { FailureNotice } from './FailureNotice.tsx'
import { Waiting } from './Waiting.tsx'

/** A value once it is there; before that words, instead of it the failure. A copy from the device says of when it is. */
export function Loaded<T>(props: {
  value: Loadable<T>
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
      {value.from === 'device' && (
        <p className="notice information">{t.shell.asOf(format.dateTime(value.asOf))}</p>
      )}
      {props.children(value.value)}
    </>
  )
}
