import { type FormEvent, useState } from 'react'
import { useLocation } from 'wouter'
import type { Represented } from '../../../api/contract/acting.ts'
import { type Failure, failureOf } from '../../data/http/failure.ts'
import { actFor } from '../../data/patient/acting.ts'
import { useText } from '../../text/text.tsx'
import { Button } from '../../ui/Button.tsx'
import { FailureNotice } from '../../ui/FailureNotice.tsx'
import { ErrorSummary } from '../../ui/form/ErrorSummary.tsx'
import { firstRadioId, Radios } from '../../ui/form/Radios.tsx'
import { Page } from '../../ui/Page.tsx'

const FIELD = 'whom'
const SELF = 'self'

/** One question with equal options, none of them chosen. What is shown then tells whom one has chosen. */
export function WhomForm(props: { people: (Represented & { name: string })[] }) {
  const { t, format } = useText()
  const [, navigate] = useLocation()
  const [whom, setWhom] = useState<string | null>(null)
  const [missing, setMissing] = useState(false)
  const [choosing, setChoosing] = useState(false)
  const [failure, setFailure] = useState<Failure | null>(null)
  const p = t.people

  async function submit(event: FormEvent) {
    event.preventDefault()
    setMissing(whom === null)
    setFailure(null)
    if (whom === null || choosing) return
    setChoosing(true)
    await actFor(whom, () => navigate('/me')).catch((error: unknown) => {
      setChoosing(false)
      setFailure(failureOf(error))
    })
  }

  const error = missing ? p.need : undefined
  return (
    <Page title={p.title} failed={missing || failure !== null}>
      <form className="page" onSubmit={(event) => void submit(event)} noValidate>
        <ErrorSummary errors={error ? [{ field: firstRadioId(FIELD), text: error }] : []} />
        {failure && <FailureNotice failure={failure} />}
        <p>{p.lead}</p>
        <Radios
          name={FIELD}
          legend={p.legend}
          options={[
            { value: SELF, label: p.self, hint: p.selfHint },
            ...props.people.map(({ id, name, until }) => ({
              value: id,
              label: name,
              hint: until === null ? p.open : p.until(format.date(until)),
            })),
          ]}
          value={whom}
          error={error}
          onChange={(value) => {
            setWhom(value)
            setMissing(false)
          }}
        />
        <p>{p.which}</p>
        <p>{p.grown}</p>
        <div>
          <div role="status">{choosing && <p className="working">{p.choosing}</p>}</div>
          {!choosing && (
            <div className="buttons">
              <Button type="submit">{p.next}</Button>
            </div>
          )}
        </div>
      </form>
    </Page>
  )
}
