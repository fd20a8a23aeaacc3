import { type FormEvent, useEffect, useState } from 'react'
import type { PasskeyView } from '../../../api/contract/patient.ts'
import type { Failure } from '../../data/http/failure.ts'
import { failureOf } from '../../data/http/failure.ts'
import { renamePasskey } from '../../data/patient/passkeys.ts'
import { useText } from '../../text/text.tsx'
import { Button } from '../../ui/Button.tsx'
import { FailureNotice } from '../../ui/FailureNotice.tsx'
import { ErrorSummary } from '../../ui/form/ErrorSummary.tsx'
import { TextField } from '../../ui/form/TextField.tsx'
import { faultOf } from './passkey-name.ts'

const FIELD = 'passkey-name'

/** A name for a passkey, to tell it from the others. */
export function RenamePasskey(props: { passkey: PasskeyView; onInvalid(invalid: boolean): void }) {
  const { t } = useText()
  const [name, setName] = useState(props.passkey.name ?? '')
  /** The name at the last submit. Its result goes with any change of the name, and its words follow the language. */
  const [submitted, setSubmitted] = useState<string | null>(null)
  const [outcome, setOutcome] = useState<'saved' | Failure | null>(null)
  const fault = submitted === name ? faultOf(name, t) : null
  const came = submitted === name ? outcome : null
  const invalid = fault !== null
  const { onInvalid } = props
  const p = t.passkeys

  useEffect(() => onInvalid(invalid), [invalid, onInvalid])

  async function submit(event: FormEvent) {
    event.preventDefault()
    setSubmitted(name)
    setOutcome(null)
    if (faultOf(name, t) !== null) return
    await renamePasskey(props.passkey.id, name.trim()).then(
      () => setOutcome('saved'),
      (error: unknown) => setOutcome(failureOf(error)),
    )
  }

  return (
    <form className="stack" onSubmit={(event) => void submit(event)} noValidate>
      {fault && <ErrorSummary errors={[{ field: FIELD, text: fault }]} />}
      {came && came !== 'saved' && <FailureNotice failure={came} />}
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
        <p role="status">{came === 'saved' && p.nameSaved}</p>
      </div>
    </form>
  )
}
