import { Field, type FieldProps } from './Field.tsx'

/** Several lines of text with its label, hint and error. */
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
