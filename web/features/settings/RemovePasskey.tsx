import type { Failure } from '../../data/http/failure.ts'
import { useText } from '../../text/text.tsx'
import { Button } from '../../ui/Button.tsx'
import { FailureNotice } from '../../ui/FailureNotice.tsx'
import { Waiting } from '../../ui/Waiting.tsx'

/** Removes a passkey, after saying what that means. The last one stays: without it nobody could sign in. */
export function RemovePasskey(props: {
  last: boolean
  current: boolean
  removing: boolean
  failure: Failure | null
  onRemove(): void
}) {
  const { t } = useText()
  const p = t.passkeys
  return (
    <section className="section">
      <h2>{p.removeTitle}</h2>
      <p>{props.last ? p.lastText : p.removeText}</p>
      {props.current && !props.last && <p>{p.removeCurrentText}</p>}
      {props.failure && <FailureNotice failure={props.failure} />}
      {props.removing && <Waiting>{p.removing}</Waiting>}
      {!props.last && !props.removing && (
        <div className="buttons">
          <Button look="outline" onClick={props.onRemove}>
            {p.remove}
          </Button>
        </div>
      )}
    </section>
  )
}
