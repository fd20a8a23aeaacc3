import { useParams } from 'wouter'
import type { DatabaseView } from '../../../api/contract/patient.ts'
import { payloadOf, verifyAddress } from '../../data/decision/receipt-payload.ts'
import { useActingFor } from '../../data/patient/acting.ts'
import { useDatabases } from '../../data/patient/databases.ts'
import { useReceipt } from '../../data/patient/receipt.ts'
import { isSafe, useSession } from '../../data/patient/session.ts'
import { nameOfDatabase } from '../../text/decision-words.ts'
import { useText } from '../../text/text.tsx'
import { FailureNotice } from '../../ui/FailureNotice.tsx'
import { Page } from '../../ui/Page.tsx'
import { QrCode } from '../../ui/QrCode.tsx'
import { Waiting } from '../../ui/Waiting.tsx'
import { ReceiptFacts } from './ReceiptFacts.tsx'
import { ReceiptKeeping } from './ReceiptKeeping.tsx'
import { ReceiptPaper } from './ReceiptPaper.tsx'
import { ReportedOutcomes } from './ReportedOutcomes.tsx'
import { WordsShown } from './WordsShown.tsx'

// Loaded with this screen: each file of its own lengthens the list of the service worker.
export { KeepReceipt } from './KeepReceipt.tsx'

const NONE: DatabaseView[] = []

/** P9 控え: its content, the QR code that proves it, and ways to save it. Opens offline. In safe mode no code shows it. */
export function Receipt() {
  const { t, pick } = useText()
  const { id } = useParams<{ id: string }>()
  const receipt = useReceipt(id)
  const isActing = useActingFor() !== null
  const answer = useDatabases()
  const databases = answer.status === 'ready' ? answer.value.databases : NONE
  const nameOf = nameOfDatabase(databases, pick, t.receipts.unnamed)
  const hides = isSafe(useSession())
  const isNaming = receipt.status === 'ready' && answer.status === 'loading'
  const r = t.receipts
  return (
    <Page title={r.receiptTitle} failed={receipt.status === 'failed'} back="/history">
      {(receipt.status === 'loading' || isNaming) && <Waiting>{t.shell.waiting}</Waiting>}
      {receipt.status === 'failed' && <FailureNotice failure={receipt.failure} />}
      {receipt.status === 'ready' && !isNaming && (
        <>
          <p>{r.receiptLead}</p>
          <section className="card">
            <ReceiptFacts payload={payloadOf(receipt.value)} isActing={isActing} nameOf={nameOf} />
            {!hides && <QrCode value={verifyAddress(receipt.value)} label={r.qr} instead={r.qrNone} />}
            <p>{hides ? r.hidden : r.qrText}</p>
          </section>
          <ReportedOutcomes payload={payloadOf(receipt.value)} databases={databases} />
          {!hides && <WordsShown payload={payloadOf(receipt.value)} databases={databases} />}
          <ReceiptKeeping jws={receipt.value} databases={databases} />
          <ReceiptPaper jws={receipt.value} databases={databases} />
        </>
      )}
    </Page>
  )
}
