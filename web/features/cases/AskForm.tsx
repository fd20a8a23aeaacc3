import { type FormEvent, type ReactNode, useEffect, useState } from 'react'
import { Link } from 'wouter'
import type { CaseSays } from '../../../api/contract/cases.ts'
import { type Failure, failureOf, isTransient } from '../../data/http/failure.ts'
import { askOperator, isAbout, type Matter, type Taken, useCases } from '../../data/patient/cases.ts'
import { useText } from '../../text/text.tsx'
import { Bullets } from '../../ui/Bullets.tsx'
import { Button, ButtonLink } from '../../ui/Button.tsx'
import { FailureNotice } from '../../ui/FailureNotice.tsx'
import { ErrorSummary } from '../../ui/form/ErrorSummary.tsx'
import { firstRadioId, Radios } from '../../ui/form/Radios.tsx'
import { Waiting } from '../../ui/Waiting.tsx'
import { OFFERED } from './matter.ts'

const FIELD = 'says'

/** What a person thinks is wrong, from a closed list, and what sending it does. `shown`: what it is about. */
export function AskForm(props: {
  matter: Matter
  shown: ReactNode
  back: string
  onFailed(failed: boolean): void
  onTaken(taken: Taken): void
}) {
  const { t } = useText()
  const { matter, onFailed, onTaken } = props
  const [says, setSays] = useState<CaseSays | null>(null)
  const [submitted, setSubmitted] = useState(false)
  const [sending, setSending] = useState(false)
  const [failure, setFailure] = useState<Failure | null>(null)
  const c = t.cases
  const error = submitted && says === null ? c.needSays : undefined
  const failed = error !== undefined || failure !== null

  useEffect(() => onFailed(failed), [failed, onFailed])

  async function submit(event: FormEvent) {
    event.preventDefault()
    setSubmitted(true)
    setFailure(null)
    if (says === null || sending) return
    setSending(true)
    await askOperator(matter, says)
      .then(onTaken, (error: unknown) => setFailure(failureOf(error)))
      .finally(() => setSending(false))
  }

  return (
    <form className="page" onSubmit={(event) => void submit(event)} noValidate>
      <ErrorSummary errors={error ? [{ field: firstRadioId(FIELD), text: error }] : []} />
      {failure && (
        <FailureNotice failure={failure}>
          <p>{isUnsure(failure) ? c.unsure : c.notTaken}</p>
          {failure.code === 'too-many-cases' && <ToList />}
        </FailureNotice>
      )}
      {props.shown}
      <Asking matter={matter} />
      <Radios<CaseSays>
        name={FIELD}
        legend={c.askLegend}
        options={OFFERED[matter.about].map((value) => ({ value, label: c.says[value] }))}
        value={says}
        error={error}
        onChange={setSays}
      />
      <section className="stack tight">
        <h2>{c.nextTitle}</h2>
        <Bullets items={c.next} />
      </section>
      <div className="buttons">
        {sending ? <Waiting>{c.sending}</Waiting> : <Button type="submit">{c.send}</Button>}
        <ButtonLink to={props.back} look="outline">
          {c.leave}
        </ButtonLink>
      </div>
    </form>
  )
}

/** Whether nobody knows if the question arrived. */
const isUnsure = (failure: Failure): boolean => isTransient(failure) && failure.code !== 'rate-limited'

/** That the person asks about the same thing already. Nothing while that is not known. */
function Asking({ matter }: { matter: Matter }) {
  const { t } = useText()
  const cases = useCases()
  const open =
    cases.status === 'ready' && cases.value.find((one) => one.state === 'open' && isAbout(one, matter))
  if (!open) return null
  return (
    <div className="notice information">
      <p>{t.cases.asking(open.number)}</p>
      <ToList />
    </div>
  )
}

function ToList() {
  const { t } = useText()
  return (
    <p className="card-links">
      <Link className="card-action" to="/cases">
        {t.cases.toList}
      </Link>
    </p>
  )
}
