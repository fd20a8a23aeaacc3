import { useState } from 'react'
import type { Asked as AskedAbout } from '../../../api/contract/acting.ts'
import type { DatabaseView } from '../../../api/contract/patient.ts'
import { api } from '../../data/http/api.ts'
import { type Failure, failureOf } from '../../data/http/failure.ts'
import { refreshDatabases, useDatabases } from '../../data/patient/databases.ts'
import { refreshDecisions, useDecisions } from '../../data/patient/decisions.ts'
import { nameOfDatabase, statementOf } from '../../text/decision-words.ts'
import { useText } from '../../text/text.tsx'
import { Button, ButtonLink } from '../../ui/Button.tsx'
import { FailureNotice } from '../../ui/FailureNotice.tsx'
import { Notice } from '../../ui/Notice.tsx'

/** What somebody decided for this person, who is asked about each once: to leave it, or to decide. Both count alike. */
export function Asked() {
  const { t } = useText()
  const answer = useDatabases()
  const [kept, setKept] = useState(0)
  const p = t.people
  if (answer.status !== 'ready') return null
  const { ask = [], databases } = answer.value
  return (
    <>
      {kept > 0 && (
        <Notice key={kept} kind="success" title={p.keptTitle} takesFocus>
          <p>{p.keptText}</p>
        </Notice>
      )}
      {ask.map((one) => (
        <Question
          key={one.id}
          about={one}
          databases={databases}
          onKept={() => setKept((before) => before + 1)}
        />
      ))}
    </>
  )
}

function Question(props: { about: AskedAbout; databases: DatabaseView[]; onKept(): void }) {
  const { t, pick, format } = useText()
  const decisions = useDecisions()
  const [failure, setFailure] = useState<Failure | null>(null)
  const { id, relation } = props.about
  const decision = decisions.status === 'ready' ? decisions.value.find((one) => one.id === id) : undefined
  const p = t.people

  async function keep() {
    setFailure(null)
    await api.keepDecision(id).then(
      () => {
        props.onKept()
        refreshDatabases()
        refreshDecisions()
      },
      (error: unknown) => setFailure(failureOf(error)),
    )
  }

  return (
    <Notice kind="information" title={p.askedTitle[relation]}>
      {decision && (
        <p>
          <strong>
            {statementOf(t, decision, nameOfDatabase(props.databases, pick, t.receipts.unnamed))}
          </strong>
          <br />
          {p.askedOn(format.date(decision.recorded_at))}
        </p>
      )}
      <p>{p.asked}</p>
      {failure && <FailureNotice failure={failure} />}
      <div className="buttons">
        <Button look="outline" onClick={() => void keep()}>
          {p.keep}
        </Button>
        <ButtonLink to="/choose" look="outline">
          {p.change}
        </ButtonLink>
      </div>
    </Notice>
  )
}
