import { useText } from '../../text/text.tsx'
import { Notice } from '../Notice.tsx'

export type FieldError = { field: string; text: string }

/** All errors of a form, above it. The summary takes the focus, and each line links to its field. */
export function ErrorSummary(props: { errors: FieldError[] }) {
  const { t } = useText()
  if (props.errors.length === 0) return null
  return (
    <Notice kind="error" title={t.shell.errorHeading} takesFocus>
      <ul className="list">
        {props.errors.map((error) => (
          <li key={error.field}>
            <a
              href={`#${error.field}`}
              onClick={(event) => {
                event.preventDefault()
                document.getElementById(error.field)?.focus()
              }}
            >
              {error.text}
            </a>
          </li>
        ))}
      </ul>
    </Notice>
  )
}
