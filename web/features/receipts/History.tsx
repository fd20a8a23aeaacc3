import type { ReactNode } from 'react'
import { Link } from 'wouter'
import type { DecisionView } from '../../../api/contract/patient.ts'
import { useDatabases } from '../../data/patient/databases.ts'
import { useDecisions } from '../../data/patient/decisions.ts'
import { useEarlierDecisions } from '../../data/patient/earlier-decisions.ts'
import { nameOfDatabase, statementOf } from '../../text/decision-words.ts'
import { useText } from '../../text/text.tsx'
import { Button } from '../../ui/Button.tsx'
import { FailureNotice } from '../../ui/FailureNotice.tsx'
import { Loaded } from '../../ui/Loaded.tsx'
import { Page } from '../../ui/Page.tsx'
import { Waiting } from '../../ui/Waiting.tsx'
import { inForce } from './in-force.ts'

/**
 * P9 履歴と控え: what a person is asked about, every decision, newest first, and whether it still counts; then all that
 * happened.
 */
export function History(props: { asked?: ReactNode; events?: ReactNode }) {
  const { t } = useText()
  const decisions = useDecisions()
  const r = t.receipts
  return (
    <Page title={r.historyTitle} failed={decisions.status === 'failed'}>
      {props.asked}
      <Loaded value={decisions}>
        {(list) =>
          list.length === 0 ? (
            <p>{r.historyNone}</p>
          ) : (
            // A newer decision starts the pages over: a gap between them could hide the one that replaced another.
            <Decisions key={list[0]?.id} newest={list} />
          )
        }
      </Loaded>
      {props.events}
    </Page>
  )
}

function Decisions({ newest }: { newest: DecisionView[] }) {
  const { t, pick, format } = useText()
  const answer = useDatabases()
  const { earlier, loading, failure, more } = useEarlierDecisions(newest)
  const r = t.receipts
  if (answer.status === 'loading') return <Waiting>{t.shell.waiting}</Waiting>
  const nameOf = nameOfDatabase(answer.status === 'ready' ? answer.value.databases : [], pick, r.unnamed)
  const decisions = [...newest, ...earlier]
  const counts = inForce(decisions)
  return (
    <>
      <p>{r.historyLead}</p>
      <ol className="plain">
        {decisions.map((decision, at) => {
          const force = counts[at] ?? 'whole'
          return (
            <li key={decision.id} className="card">
              <p>
                <span className={`force ${force}`}>{r.force[force]}</span>
              </p>
              <p>
                <strong>{statementOf(t, decision, nameOf)}</strong>
              </p>
              <p className="quiet">
                {format.dateTime(decision.recorded_at)}
                <br />
                {decision.for ? r.by[decision.for] : r.how[decision.channel ?? decision.device]}
              </p>
              <p className="card-links">
                <Link className="card-action id" to={`/history/${decision.id}`}>
                  {r.open(decision.receipt_number)}
                </Link>
              </p>
            </li>
          )
        })}
      </ol>
      {failure && <FailureNotice failure={failure} />}
      {loading ? (
        <Waiting>{t.shell.waiting}</Waiting>
      ) : (
        more && (
          <Button look="outline" onClick={more}>
            {r.historyMore}
          </Button>
        )
      )}
    </>
  )
}
