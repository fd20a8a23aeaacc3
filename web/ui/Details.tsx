import type { ReactNode } from 'react'

/** Further text on the same page, closed at first. */
export function Details(props: { summary: string; children: ReactNode }) {
  return (
    <details className="details">
      <summary>{props.summary}</summary>
      <div>{props.children}</div>
    </details>
  )
}
