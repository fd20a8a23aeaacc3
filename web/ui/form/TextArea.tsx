import { Field, type FieldProps } from './Field.tsx'

/** A field for several lines of text. */
export function TextArea(props: FieldProps & { value: string; onChange(value: string): void }) {
  return (
    <Field {...props}>
      {(described) => (
        <textarea
          {...described}
          className="input id"
          value={props.value}
          onChange={(event) => props.onChange(event.target.value)}
          autoComplete="off"
          autoCapitalize="off"
          spellCheck={false}
        />
      )}
    </Field>
  )
}
