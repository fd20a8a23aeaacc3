import { Field, type FieldProps } from './Field.tsx'

/** A field for one line of text. */
export function TextField(props: FieldProps & { value: string; onChange(value: string): void }) {
  return (
    <Field {...props}>
      {(described) => (
        <input
          {...described}
          className="input"
          type="text"
          value={props.value}
          onChange={(event) => props.onChange(event.target.value)}
          autoComplete="off"
        />
      )}
    </Field>
  )
}
