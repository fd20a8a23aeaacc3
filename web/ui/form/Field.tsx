import type { ReactNode } from 'react'

/** The words of every field. */
export type FieldProps = {
  id: string
  label: string
  hint: string
  error?: string | undefined
  /** Not allowed: a placeholder vanishes while typing. Use `hint`. */
  placeholder?: never
}

type Described = { id: string; 'aria-invalid': true | undefined; 'aria-describedby': string }

/** A label, a hint, an error, and their control. The control spreads the attributes that it is passed. */
export function Field(props: FieldProps & { children(described: Described): ReactNode }) {
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
      {props.children({
        id: props.id,
        'aria-invalid': props.error ? true : undefined,
        'aria-describedby': props.error ? `${errorId} ${hintId}` : hintId,
      })}
    </div>
  )
}
