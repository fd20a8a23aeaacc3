import { type FormEvent, useEffect, useState } from 'react'
import { Redirect, useLocation } from 'wouter'
import type { DatabaseView } from '../../../api/contract/patient.ts'
import { type Draft, scopeOf } from '../../data/decision/draft.ts'
import { forgetDraft } from '../../data/device/tab-memory.ts'
import { useText } from '../../text/text.tsx'
import { Bullets } from '../../ui/Bullets.tsx'
import { Button, ButtonLink } from '../../ui/Button.tsx'
import { Details } from '../../ui/Details.tsx'
import { ErrorSummary } from '../../ui/form/ErrorSummary.tsx'
import { firstRadioId } from '../../ui/form/Radios.tsx'
import { ChoiceField } from './ChoiceField.tsx'
import { ScopeField } from './ScopeField.tsx'
import { ScopeLine } from './ScopeLine.tsx'
import { addressOf, type Place } from './step.ts'
import { useDraft } from './use-draft.ts'
import { FIELDS, missingIn } from './validate.ts'

/** One question of P6. A missing answer is reported on submit, until it is given. あとで決める changes nothing. */
export function ChooseForm(props: {
  databases: DatabaseView[]
  place: Place
  onInvalid(invalid: boolean): void
}) {
  const { t } = useText()
  const [, navigate] = useLocation()
  const { databases, onInvalid } = props
  const { from, step } = props.place
  const id = new URLSearchParams(from).get('database')
  const about = databases.find((database) => database.id === id) ?? null
  const [draft, change] = useDraft(from, about)
  /** The draft at the last submit. What it lacked is an error until it is answered. */
  const [submitted, setSubmitted] = useState<Draft | null>(null)
  const lacked = submitted ? missingIn(submitted, step, t).map(({ field }) => field) : []
  const errors = missingIn(draft, step, t).filter(({ field }) => lacked.includes(field))
  const errorOf = (field: string) => errors.find((error) => error.field === firstRadioId(field))?.text
  const invalid = errors.length > 0
  const scope = scopeOf(draft)
  const d = t.decisions

  useEffect(() => onInvalid(invalid), [invalid, onInvalid])

  function submit(event: FormEvent) {
    event.preventDefault()
    setSubmitted(draft)
    if (missingIn(draft, step, t).length > 0) return
    navigate(step === 'scope' ? addressOf('choice', from) : '/confirm')
  }

  if (step === 'choice' && !scope) return <Redirect to={addressOf('scope', from)} replace />
  return (
    <form className="page" onSubmit={submit} noValidate>
      <ErrorSummary errors={errors} />
      {step === 'scope' || !scope ? (
        <ScopeField databases={databases} about={about} draft={draft} errorOf={errorOf} onChange={change} />
      ) : (
        <>
          <p>{d.chooseLead}</p>
          <ScopeLine scope={scope} databases={databases} changeAt={addressOf('scope', from)} />
          <ChoiceField
            value={draft.choice}
            error={errorOf(FIELDS.choice)}
            onChange={(choice) => change({ choice })}
          />
        </>
      )}
      <div className="buttons">
        <Button type="submit">{step === 'scope' ? d.toChoice : d.next}</Button>
        <ButtonLink to="/status" look="outline" onClick={forgetDraft}>
          {d.later}
        </ButtonLink>
      </div>
      {step === 'choice' && (
        <Details summary={d.moreTitle}>
          <Bullets items={d.more} />
        </Details>
      )}
    </form>
  )
}
