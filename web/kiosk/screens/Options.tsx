/** A question that a tap answers: options of the same size and weight, none of them chosen, all in sight at once. */
export function Options(props: { options: { label: string; hint?: string; onChoose(): void }[] }) {
  const short = props.options.every(({ hint }) => !hint)
  return (
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
}
