import { type ReactNode, useRef } from 'react'
import { useText } from '../text/text.tsx'
import type { Failed } from './FailureNotice.tsx'
import { Waiting } from './Waiting.tsx'

/**
 * Shows the value of one part of a screen once it is loaded. A failure is one quiet line with a button: the rest of
 * the screen holds, so it neither takes the focus nor interrupts. `Loaded` is for the value of a whole screen.
 * `room`: the height in rem that is kept free while it loads, so that what follows does not move.
 */
export function LoadedPart<T>(props: {
  value: { status: 'loading' } | { status: 'ready'; value: T } | { status: 'failed'; failure: Failed }
  onRetry(): void
  room?: number
  children: (value: T) => ReactNode
}) {
  const { t } = useText()
  const part = useRef<HTMLDivElement>(null)
  const { value, onRetry } = props

  /** The button goes when loading begins, so the focus moves to the part around it. */
  function retry() {
    part.current?.focus()
    onRetry()
  }

  return (
    <div ref={part} className="stack" tabIndex={-1}>
      {value.status === 'loading' && (
        <div style={{ minHeight: `${props.room ?? 0}rem` }}>
          <Waiting>{t.shell.waiting}</Waiting>
        </div>
      )}
      {value.status === 'failed' && (
        <p className="part-failed">
          {t.part.notLoaded}{' '}
          <button type="button" className="inline" onClick={retry}>
            {t.part.reload}
          </button>
        </p>
      )}
      {value.status === 'ready' && props.children(value.value)}
    </div>
  )
}
