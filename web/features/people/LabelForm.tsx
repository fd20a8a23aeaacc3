import { type FormEvent, useState } from 'react'
import { Link } from 'wouter'
import type { ActingFor } from '../../../api/contract/acting.ts'
import { labelMember, useFamily } from '../../data/device/family.ts'
import { useActingFor } from '../../data/patient/acting.ts'
import { useText } from '../../text/text.tsx'
import { Button } from '../../ui/Button.tsx'
import { Details } from '../../ui/Details.tsx'
import { ErrorSummary } from '../../ui/form/ErrorSummary.tsx'
import { TextField } from '../../ui/form/TextField.tsx'
import { Notice } from '../../ui/Notice.tsx'
import { faultOf } from './label-fault.ts'
import { labelOf } from './names.ts'

const FIELD = 'label'

/** On P3 while one acts for somebody: another person, and a name of one's own for this one. */
export function LabelForm() {
  const { t } = useText()
  const acting = useActingFor()
  const family = useFamily()
  const p = t.people
  if (acting === null) return null
  return (
    <>
      <p className="card-links">
        <Link className="card-action" to="/people">
          {p.again}
        </Link>
      </p>
      {acting.person !== undefined && family !== null && (
        <Details summary={p.labelTitle}>
          <Labelling
            acting={acting}
            id={acting.person}
            known={labelOf(family, { relation: acting.relation, id: acting.person }) ?? ''}
          />
        </Details>
      )}
    </>
  )
}

function Labelling(props: { acting: ActingFor; id: string; known: string }) {
  const { t } = useText()
  const [label, setLabel] = useState(props.known)
  /** The label at the last submit: its result goes with any change. */
  const [submitted, setSubmitted] = useState<string | null>(null)
  const [outcome, setOutcome] = useState<'saved' | 'refused' | null>(null)
  const fault = submitted === label ? faultOf(label, t) : null
  const came = submitted === label ? outcome : null
  const p = t.people

  async function submit(event: FormEvent) {
    event.preventDefault()
    setSubmitted(label)
    setOutcome(null)
    if (faultOf(label, t) !== null) return
    await labelMember({ id: props.id, relation: props.acting.relation, label: label.trim() }).then(
      () => setOutcome('saved'),
      () => setOutcome('refused'),
    )
  }

  return (
    <form className="stack" onSubmit={(event) => void submit(event)} noValidate>
      {fault && <ErrorSummary errors={[{ field: FIELD, text: fault }]} />}
      {came === 'refused' && (
        <Notice kind="error" title={p.labelRefused} takesFocus>
          <p>{t.shell.fullStorage}</p>
        </Notice>
      )}
      <TextField
        id={FIELD}
        label={p.label}
        hint={p.labelHint}
        error={fault ?? undefined}
        value={label}
        onChange={setLabel}
      />
      <div className="buttons">
        <Button type="submit" look="outline">
          {p.labelSave}
        </Button>
        <p role="status">{came === 'saved' && p.labelSaved}</p>
      </div>
    </form>
  )
}
