import { type FormEvent, useEffect, useState } from 'react'
import { useLocation, useSearch } from 'wouter'
import type { DatabaseView } from '../../../api/contract/patient.ts'
import type { Draft } from '../../data/decision/draft.ts'
import { forgetDraft } from '../../data/device/tab-memory.ts'
import { useText } from '../../text/text.tsx'
import { Bullets } from '../../ui/Bullets.tsx'
import { Button, ButtonLink } from '../../ui/Button.tsx'
import { Details } from '../../ui/Details.tsx'
import { ErrorSummary } from '../../ui/form/ErrorSummary.tsx'
import { firstRadioId } from '../../ui/form/Radios.tsx'
import { ChoiceField } from './ChoiceField.tsx'
import { ScopeField } from './ScopeField.tsx'
import { useDraft } from './use-draft.ts'
import { FIELDS, missingIn } from './validate.ts'

/** The two questions of P6. Missing answers are reported on submit, until they are given. あとで決める changes nothing. */
export function ChooseForm(props: { databases: DatabaseView[]; onInvalid(invalid: boolean): void }) {
  const { t } = useText()
  const query = useSearch()
  const [, navigate] = useLocation()
  const id = new URLSearchParams(query).get('database')
  const about = props.databases.find((database) => database.id === id) ?? null
  const [draft, change] = useDraft(query, about)
  /** The draft at the last submit. What it lacked is an error until it is answered. */
  const [submitted, setSubmitted] = useState<Draft | null>(null)
  const lacked = submitted ? missingIn(submitted, t).map(({ field }) => field) : []
  const errors = missingIn(draft, t).filter(({ field }) => lacked.includes(field))
  const errorOf = (field: string) => errors.find((error) => error.field === firstRadioId(field))?.text
  const invalid = errors.length > 0
  const { onInvalid } = props
  const d = t.decisions

  useEffect(() => onInvalid(invalid), [invalid, onInvalid])

  function submit(event: FormEvent) {
    event.preventDefault()
    setSubmitted(draft)
    if (missingIn(draft, t).length === 0) navigate('/confirm')
  }

  return (
    <form className="page" onSubmit={submit} noValidate>
      <ErrorSummary errors={errors} />
      <p>{d.chooseLead}</p>
      <ScopeField
        databases={props.databases}
        about={about}
        draft={draft}
        errorOf={errorOf}
        onChange={change}
      />
      <ChoiceField
        value={draft.choice}
        error={errorOf(FIELDS.choice)}
        onChange={(choice) => change({ choice })}
      />
      <div className="buttons">
        <Button type="submit">{d.next}</Button>
        <ButtonLink to="/status" look="outline" onClick={forgetDraft}>
          {d.later}
        </ButtonLink>
      </div>
      <Details summary={d.moreTitle}>
        <Bullets items={d.more} />
      </Details>
    </form>
  )
}
