import { type ReactNode, useEffect, useRef } from 'react'
import { hasActed } from './arrival.ts'

type Kind = 'information' | 'success' | 'warning' | 'error'

/**
 * A framed message. `takesFocus` moves the focus to it when it appears after a tap. What a page shows without one
 * leaves the focus at its heading.
 */
export function Notice(props: { kind: Kind; title: string; takesFocus?: boolean; children?: ReactNode }) {
  const box = useRef<HTMLDivElement>(null)
  const { takesFocus } = props

  useEffect(() => {
    if (takesFocus && hasActed()) box.current?.focus()
  }, [takesFocus])

  return (
    <div
      ref={box}
      className={`notice ${props.kind}`}
      role={props.kind === 'error' ? 'alert' : undefined}
      tabIndex={takesFocus ? -1 : undefined}
    >
      <h2>{props.title}</h2>
      {props.children}
    </div>
  )
}
