import type { Picture } from './picture.ts'

/** One segment per database, for the eye. The legend beside it says the same in words. */
export function Strip(props: { segments: Picture['segments'] }) {
  return (
    <div className="strip" aria-hidden="true">
      {props.segments.map(({ id, kind }) => (
        <span key={id} className={kind} />
      ))}
    </div>
  )
}
