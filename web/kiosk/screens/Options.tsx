/** A question that a tap answers: options of the same size and weight, none of them chosen. */
export function Options(props: { options: { label: string; hint?: string; onChoose(): void }[] }) {
  return (
    <ul className="kiosk-options">
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
