/** A file of text; `onText` gets its content as soon as it is chosen. */
export function FileField(props: {
  id: string
  label: string
  hint: string
  accept: string
  onText(text: string): void
}) {
  const hintId = `${props.id}-hint`
  return (
    <div className="field">
      <label htmlFor={props.id}>{props.label}</label>
      <p id={hintId} className="quiet">
        {props.hint}
      </p>
      <input
        id={props.id}
        className="input"
        type="file"
        accept={props.accept}
        aria-describedby={hintId}
        onChange={(event) => void event.target.files?.[0]?.text().then(props.onText)}
      />
    </div>
  )
}
