import type { ReactNode } from 'react'

/** A question about a database, and its answer. */
export function Question(props: { title: string; children: ReactNode }) {
  return (
    <section className="stack tight">
      <h2>{props.title}</h2>
      {props.children}
    </section>
  )
}
