import type { Kind } from './picture.ts'

/**
 * One segment per database, for the eye. The legend beside it says the same in words. `changing`: a decision that is
 * not made yet would change it.
 */
export function Strip(props: { segments: { id: string; kind: Kind | 'changing' }[] }) {
  return (
    <div className="strip" aria-hidden="true">
      {props.segments.map(({ id, kind }) => (
        <span key={id} className={kind} />
      ))}
    </div>
  )
}
