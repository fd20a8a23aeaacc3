/**
 * A question that one tap answers. The options have the same size and weight, none is preselected, and all are in
 * sight at once. Below much other content, `question` stays in sight with them.
 */
export function Options(props: {
  question?: string
  options: { label: string; hint?: string; onChoose(): void }[]
}) {
  const short = props.options.every(({ hint }) => !hint)
  const options = (
    <ul className={short ? 'kiosk-options short' : 'kiosk-options'}>
      {props.options.map(({ label, hint, onChoose }) => (
        <li key={label}>
          <button type="button" onClick={onChoose}>
            <strong>{label}</strong>
            {hint && <span>{hint}</span>}
          </button>
        </li>
      ))}
    </ul>
  )
  if (props.question === undefined) return options
  return (
    <section className="kiosk-asked">
      <h2>{props.question}</h2>
      {options}
    </section>
  )
}
