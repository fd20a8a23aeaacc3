import { type ReactNode, useEffect } from 'react'
import { createPortal } from 'react-dom'

/** One page A4, which a screen never shows. While it is there, it is all that the page prints. */
export function Paper(props: { children: ReactNode }) {
  useEffect(() => {
    document.body.dataset.paper = ''
    return () => {
      delete document.body.dataset.paper
    }
  }, [])
  return createPortal(<div className="paper">{props.children}</div>, document.body)
}
