import type { ReactNode } from 'react'

/** One step of P13: a picture, and the same in words beside it. */
export function Part(props: { title: string; picture: ReactNode; text: string[] }) {
  return (
    <section className="how-part">
      <h2>{props.title}</h2>
      {props.picture}
      <div className="stack tight">
        {props.text.map((paragraph) => (
          <p key={paragraph}>{paragraph}</p>
        ))}
      </div>
    </section>
  )
}
