import type { ReactNode } from 'react'

/** More on the same page for those who want it: closed at first. */
export function Details(props: { summary: string; children: ReactNode }) {
  return (
    <details className="details">
      <summary>{props.summary}</summary>
      <div>{props.children}</div>
    </details>
  )
}
