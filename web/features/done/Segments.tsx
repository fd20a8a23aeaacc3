import type { Reached } from './reach.ts'

/** One segment for each database. The sentence below says the same, so screen readers skip it. */
export function Segments(props: { reached: Reached[] }) {
  if (props.reached.length === 0) return null
  return (
    <div className="segments" aria-hidden="true">
      {props.reached.map(({ database, state }) => (
        <span key={database} className={state} />
      ))}
    </div>
  )
}
