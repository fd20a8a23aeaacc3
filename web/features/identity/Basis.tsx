import { useText } from '../../text/text.tsx'

/** The legal basis of asking the portal, what Erabu receives, and what declining means. */
export function Basis() {
  const { t } = useText()
  const b = t.basis
  return (
    <>
      <section className="stack tight">
        <h2>{b.heading}</h2>
        <p>{b.text}</p>
      </section>
      <section className="stack tight">
        <h2>{b.receiveHeading}</h2>
        <p>{b.receive}</p>
      </section>
      <section className="stack tight">
        <h2>{b.declineHeading}</h2>
        <p>{b.decline}</p>
      </section>
    </>
  )
}
