import './checkboxes.css'

export type CheckboxOption = { value: string; label: string }

/** One question that takes any number of answers, with native checkboxes. It looks as `Radios` does. */
export function Checkboxes(props: {
  name: string
  legend: string
  options: CheckboxOption[]
  values: string[]
  error?: string | undefined
  onChange(values: string[]): void
}) {
  const { name, values } = props
  const errorId = `${name}-error`
  const toggled = (value: string) =>
    values.includes(value) ? values.filter((one) => one !== value) : [...values, value]
  return (
    <fieldset className="field inner-field" aria-describedby={props.error ? errorId : undefined}>
      <legend>{props.legend}</legend>
      {props.error && (
        <p id={errorId} className="field-error">
          {props.error}
        </p>
      )}
      <div className="options">
        {props.options.map(({ value, label }, index) => (
          <label key={value} className="radio">
            <input
              type="checkbox"
              id={`${name}-${index}`}
              name={name}
              value={value}
              checked={values.includes(value)}
              onChange={() => props.onChange(toggled(value))}
              aria-labelledby={`${name}-${index}-label`}
            />
            <span id={`${name}-${index}-label`} className="radio-label">
              {label}
            </span>
          </label>
        ))}
      </div>
    </fieldset>
  )
}
