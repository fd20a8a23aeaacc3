import { type ReactNode, useEffect, useRef } from 'react'

type Kind = 'information' | 'success' | 'warning' | 'error'

/** A framed message. `takesFocus` moves the focus to it when it appears: for results and errors of a tap. */
export function Notice(props: { kind: Kind; title: string; takesFocus?: boolean; children?: ReactNode }) {
  const box = useRef<HTMLDivElement>(null)
  const { takesFocus } = props

  useEffect(() => {
    if (takesFocus) box.current?.focus()
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
