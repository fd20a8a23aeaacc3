import type { ReactNode } from 'react'
import { Link, useParams } from 'wouter'
import { useHistoryState } from 'wouter/use-browser-location'
import { useDecisions } from '../../data/patient/decisions.ts'
import { useText } from '../../text/text.tsx'
import { ButtonLink } from '../../ui/Button.tsx'
import { FailureNotice } from '../../ui/FailureNotice.tsx'
import { Page } from '../../ui/Page.tsx'
import { Waiting } from '../../ui/Waiting.tsx'
import { Reach } from './Reach.tsx'

/** P8 届け出ました: the receipt number, ways to save the receipt, and how far the decision has come at each database. */
export function Done(props: { keeping(decision: string): ReactNode }) {
  const { t } = useText()
  const { id } = useParams<{ id: string }>()
  const decisions = useDecisions()
  const arrived = useHistoryState<{ number?: string } | null>()
  const decision = decisions.status === 'ready' ? decisions.value.find((one) => one.id === id) : undefined
  const number = decision?.receipt_number ?? arrived?.number
  const d = t.decisions

  if (!number) {
    const failure = decisions.status === 'failed' ? decisions.failure : ({ code: 'not-found' } as const)
    return (
      <Page title={t.receipts.receiptTitle} failed={decisions.status !== 'loading'}>
        {decisions.status === 'loading' ? (
          <Waiting>{t.shell.waiting}</Waiting>
        ) : (
          <FailureNotice failure={failure}>
            <ButtonLink to="/history" look="outline">
              {t.shell.history}
            </ButtonLink>
          </FailureNotice>
        )}
      </Page>
    )
  }
  return (
    <Page key="done" title={d.doneTitle}>
      <p>{d.doneText}</p>
      <section className="card key">
        <h2>{d.receiptNumber}</h2>
        <p className="id number">{number}</p>
        <p className="card-links">
          <Link className="card-action" to={`/history/${id}`}>
            {d.receiptLink}
          </Link>
        </p>
      </section>
      <Reach decision={decision} />
      {props.keeping(id)}
      <section className="stack tight">
        <h2>{d.undo}</h2>
        <p>{d.undoText}</p>
        <p className="card-links">
          <Link className="card-action" to="/choose">
            {d.undoLink}
          </Link>
        </p>
      </section>
      <div className="buttons">
        <ButtonLink to="/status">{t.shell.toStatus}</ButtonLink>
      </div>
    </Page>
  )
}
