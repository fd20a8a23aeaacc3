import { type FormEvent, useState } from 'react'
import type { PasskeyView } from '../../../api/contract/patient.ts'
import { failureOf } from '../../data/failure.ts'
import type { Failure } from '../../data/loadable.ts'
import { renamePasskey } from '../../data/passkeys.ts'
import { useText } from '../../text/text.tsx'
import { Button } from '../../ui/Button.tsx'
import { ErrorSummary } from '../../ui/ErrorSummary.tsx'
import { FailureNotice } from '../../ui/FailureNotice.tsx'
import { TextField } from '../../ui/TextField.tsx'
import { faultOf } from './passkey-name.ts'

const FIELD = 'passkey-name'

/** One's own words for a passkey, to tell it from the others. */
export function RenamePasskey(props: { passkey: PasskeyView; onInvalid(invalid: boolean): void }) {
  const { t } = useText()
  const [name, setName] = useState(props.passkey.name ?? '')
  /** The name as it was last submitted: what is wrong with it follows the language. */
  const [submitted, setSubmitted] = useState<string | null>(null)
  const [outcome, setOutcome] = useState<'saved' | Failure | null>(null)
  const fault = submitted === null ? null : faultOf(submitted, t)
  const p = t.passkeys

  async function submit(event: FormEvent) {
    event.preventDefault()
    const invalid = faultOf(name, t) !== null
    setSubmitted(name)
    setOutcome(null)
    props.onInvalid(invalid)
    if (invalid) return
    await renamePasskey(props.passkey.id, name.trim()).then(
      () => setOutcome('saved'),
      (error: unknown) => setOutcome(failureOf(error)),
    )
  }

  return (
    <form className="stack" onSubmit={(event) => void submit(event)} noValidate>
      {fault && <ErrorSummary errors={[{ field: FIELD, text: fault }]} />}
      {outcome && outcome !== 'saved' && <FailureNotice failure={outcome} />}
      <TextField
        id={FIELD}
        label={p.name}
        hint={p.nameHint}
        error={fault ?? undefined}
        value={name}
        onChange={setName}
      />
      <div className="buttons">
        <Button type="submit" look="outline">
          {p.saveName}
        </Button>
        <p role="status">{outcome === 'saved' && p.nameSaved}</p>
      </div>
    </form>
  )
}
