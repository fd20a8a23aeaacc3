import { Field, type FieldProps } from './Field.tsx'

/** A field for a text file. `onText` gets its content as soon as it is chosen. */
export function FileField(props: FieldProps & { accept: string; onText(text: string): void }) {
  return (
    <Field {...props}>
      {(described) => (
        <input
          {...described}
          className="input"
          type="file"
          accept={props.accept}
          onChange={(event) => void event.target.files?.[0]?.text().then(props.onText)}
        />
      )}
    </Field>
  )
}
