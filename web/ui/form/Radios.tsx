import { Fragment, type ReactNode } from 'react'

export type RadioOption<V extends string> = {
  value: V
  label: string
  hint?: string
  /** Language of the label, if it is not that of the page. */
  lang?: string
  /** Shown below the option while it is chosen. */
  reveal?: ReactNode
}

/** Id of the first radio of a group, to which an error summary links. */
export const firstRadioId = (name: string) => `${name}-0`

/** One question with native radios. Every option is the same component. `value` is null while none is chosen. */
export function Radios<V extends string>(props: {
  name: string
  legend: string
  options: RadioOption<V>[]
  value: V | null
  error?: string | undefined
  inner?: boolean
  /** Makes every option as large as the largest. */
  equal?: boolean
  onChange(value: V): void
}) {
  const errorId = `${props.name}-error`
  return (
    <fieldset
      className={props.inner ? 'field inner-field' : 'field'}
      aria-describedby={props.error ? errorId : undefined}
    >
      <legend>{props.legend}</legend>
      {props.error && (
        <p id={errorId} className="field-error">
          {props.error}
        </p>
      )}
      <div className={props.equal ? 'options equal' : 'options'}>
        {props.options.map((option, index) => (
          <Fragment key={option.value}>
            <Radio
              id={`${props.name}-${index}`}
              name={props.name}
              option={option}
              checked={option.value === props.value}
              onChange={() => props.onChange(option.value)}
            />
            {option.reveal && option.value === props.value && <div className="reveal">{option.reveal}</div>}
          </Fragment>
        ))}
      </div>
    </fieldset>
  )
}

function Radio<V extends string>(props: {
  id: string
  name: string
  option: RadioOption<V>
  checked: boolean
  onChange(): void
}) {
  const { id, option } = props
  return (
    <label className="radio">
      <input
        type="radio"
        id={id}
        name={props.name}
        value={option.value}
        checked={props.checked}
        onChange={props.onChange}
        aria-labelledby={`${id}-label`}
        aria-describedby={option.hint ? `${id}-hint` : undefined}
      />
      <span>
        <span id={`${id}-label`} className="radio-label" lang={option.lang}>
          {option.label}
        </span>
        {option.hint && (
          <span id={`${id}-hint`} className="radio-hint">
            {option.hint}
          </span>
        )}
      </span>
    </label>
  )
}
