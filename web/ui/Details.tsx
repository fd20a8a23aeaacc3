import type { ReactNode } from 'react'

/** Further text on the same page, closed at first. `slight`: it belongs to the lines above it. */
export function Details(props: { summary: string; slight?: boolean; children: ReactNode }) {
  return (
    <details className={props.slight ? 'details slight' : 'details'}>
      <summary>{props.summary}</summary>
      <div>{props.children}</div>
    </details>
  )
}
