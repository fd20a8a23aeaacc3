/** One line of text with its label, hint and error. */
export function TextField(props: {
  id: string
  label: string
  hint: string
  error: string | undefined
  value: string
  onChange(value: string): void
  /** It would vanish as soon as someone types: use `hint`. */
  placeholder?: never
}) {
  const hintId = `${props.id}-hint`
  const errorId = `${props.id}-error`
  return (
    <div className="field">
      <label htmlFor={props.id}>{props.label}</label>
      <p id={hintId} className="quiet">
        {props.hint}
      </p>
      {props.error && (
        <p id={errorId} className="field-error">
          {props.error}
        </p>
      )}
      <input
        id={props.id}
        className="input"
        type="text"
        value={props.value}
        onChange={(event) => props.onChange(event.target.value)}
        aria-invalid={props.error ? true : undefined}
        aria-describedby={props.error ? `${errorId} ${hintId}` : hintId}
        autoComplete="off"
      />
    </div>
  )
}
