import type { ReactNode } from 'react'
import { Link, useParams } from 'wouter'
import { useHistoryState } from 'wouter/use-browser-location'
import { payloadOf } from '../../data/decision/receipt-payload.ts'
import { useDatabases } from '../../data/patient/databases.ts'
import { useReceipt } from '../../data/patient/receipt.ts'
import { useText } from '../../text/text.tsx'
import { ButtonLink } from '../../ui/Button.tsx'
import { FailureNotice } from '../../ui/FailureNotice.tsx'
import { Page } from '../../ui/Page.tsx'
import { Waiting } from '../../ui/Waiting.tsx'
import { Confirmation } from './Confirmation.tsx'
import { Reach } from './Reach.tsx'
import { useKnownBefore } from './use-known-before.ts'

/**
 * P8 届け出を受け付けました: the confirmation, ways to save it, and what happens next. All of it but the databases comes
 * from the receipt, which the device keeps.
 */
export function Done(props: {
  /** Ways to save a receipt, given as a compact JWS. */
  keeping(jws: string): ReactNode
  /** The switch that asks to be told once use has stopped. */
  notify?: ReactNode
}) {
  const { t } = useText()
  const { id } = useParams<{ id: string }>()
  const receipt = useReceipt(id)
  const answer = useDatabases()
  const knownBefore = useKnownBefore(answer)
  const arrived = useHistoryState<{ number?: string } | null>()
  const payload = receipt.status === 'ready' ? payloadOf(receipt.value) : null
  const number = payload?.jti ?? arrived?.number
  const d = t.decisions

  if (!number) {
    return (
      <Page title={t.receipts.receiptTitle} failed={receipt.status === 'failed'}>
        {receipt.status === 'failed' ? (
          <FailureNotice failure={receipt.failure}>
            <ButtonLink to="/history" look="outline">
              {t.shell.history}
            </ButtonLink>
          </FailureNotice>
        ) : (
          <Waiting>{t.shell.waiting}</Waiting>
        )}
      </Page>
    )
  }
  return (
    <Page key="done" title={d.doneTitle} back="/status">
      <div className="done-page">
        <div className="done-receipt">
          <Confirmation number={number} payload={payload} answer={answer} />
          {receipt.status === 'ready' && props.keeping(receipt.value)}
          {receipt.status === 'failed' && <p>{t.receipts.notYet}</p>}
          <p className="card-links">
            <Link className="card-action" to={`/history/${id}`}>
              {t.receipts.see}
            </Link>
          </p>
        </div>
        <div className="done-next">
          {payload && <Reach id={id} decided={payload} answer={answer} knownBefore={knownBefore} />}
          {payload?.choice === 'stop' && props.notify}
          <section className="stack tight">
            <h2>{d.undo}</h2>
            <p>{d.undoText}</p>
            <p className="card-links">
              <Link className="card-action" to="/choose">
                {d.undoLink}
              </Link>
              <Link className="card-action" to="/help#phone">
                {t.help.questions.phone.question}
              </Link>
            </p>
          </section>
          <div className="buttons">
            <ButtonLink to="/status" look="outline">
              {t.shell.toStatus}
            </ButtonLink>
          </div>
        </div>
      </div>
    </Page>
  )
}
