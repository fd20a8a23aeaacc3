import { type FormEvent, type ReactNode, useState } from 'react'
import type { Draft } from '../../data/decision/draft.ts'
import type { Step } from '../../features/decisions/step.ts'
import { missingIn } from '../../features/decisions/validate.ts'
import { useText } from '../../text/text.tsx'
import { Button } from '../../ui/Button.tsx'
import { ErrorSummary } from '../../ui/form/ErrorSummary.tsx'
import { firstRadioId } from '../../ui/form/Radios.tsx'
import { Page } from '../../ui/Page.tsx'
import { useKiosk } from '../visit/kiosk-context.ts'

/** K4 えらぶ: one question. Missing answers are reported on submit. */
export function Question(props: {
  step: Step
  onAnswered(): void
  onBack(): void
  children: (errorOf: (field: string) => string | undefined) => ReactNode
}) {
  const { t } = useText()
  const { k, progress } = useKiosk()
  /** The draft at the last submit. Its errors follow the language, and go with any change. */
  const [submitted, setSubmitted] = useState<Draft | null>(null)
  const missing = (draft: Draft) => missingIn(draft, props.step, t)
  const errors = submitted === progress.draft ? missing(submitted) : []

  function submit(event: FormEvent) {
    event.preventDefault()
    setSubmitted(progress.draft)
    if (missing(progress.draft).length === 0) props.onAnswered()
  }

  return (
    <Page title={t.decisions.chooseTitle} failed={errors.length > 0}>
      <form className="page" onSubmit={submit} noValidate autoComplete="off">
        <ErrorSummary errors={errors} />
        {props.children((field) => errors.find((error) => error.field === firstRadioId(field))?.text)}
        <p>{t.decisions.chooseLead}</p>
        <div className="kiosk-actions">
          <Button type="submit">{k.next}</Button>
          <Button look="outline" onClick={props.onBack}>
            {k.back}
          </Button>
        </div>
      </form>
    </Page>
  )
}
