import { useEffect, useState } from 'react'
import { payloadOf, verifyAddress } from '../../data/decision/receipt-payload.ts'
import { ToldWhen } from '../../features/done/ToldWhen.tsx'
import { nameOfDatabase, statementOf } from '../../text/decision-words.ts'
import { useText } from '../../text/text.tsx'
import { Button } from '../../ui/Button.tsx'
import { Page } from '../../ui/Page.tsx'
import { QrCode } from '../../ui/QrCode.tsx'
import { Paper } from '../paper/Paper.tsx'
import { type Printing, printAfterPaint } from '../paper/print-receipt.ts'
import { useKiosk } from '../visit/kiosk-context.ts'
import { Options } from './Options.tsx'

/** K6 完了: the receipt number, then paper, QR code or nothing. In safe mode no code is shown. */
export function Done() {
  const { t, pick } = useText()
  const { k, end, progress, safe } = useKiosk()
  const [kept, setKept] = useState<'paper' | 'qr' | null>(null)
  const [printing, setPrinting] = useState<Printing>('asked')
  const { answer } = progress
  // The signed text names databases and this kiosk. So does its code.
  const hides = safe.status !== 'ready' || safe.value
  useEffect(() => (kept === 'paper' ? printAfterPaint(setPrinting) : undefined), [kept])
  if (!answer) throw new Error('there is no answer')
  const payload = payloadOf(answer.receipt.jws)
  const statement = statementOf(t, payload, nameOfDatabase(progress.databases, pick))
  const d = t.decisions

  return (
    <>
      <Page title={d.doneTitle}>
        {kept === 'qr' ? (
          <>
            <p role="status">{k.scan}</p>
            <QrCode
              value={verifyAddress(answer.receipt.jws)}
              label={t.receipts.qr}
              instead={t.receipts.qrNone}
            />
          </>
        ) : (
          <>
            <p>{d.doneText}</p>
            <ToldWhen choice={payload.choice} publishing={progress.publishing} />
          </>
        )}
        <section className="card key">
          <h2>{d.receiptNumber}</h2>
          <p className="id number" data-unspoken>
            {answer.receipt.number}
          </p>
          <p>{statement}</p>
        </section>
        {kept === 'paper' && <p role="status">{(hides ? k.printingHidden : k.printing)[printing]}</p>}
        {hides && kept === null && <p>{k.receiptHidden}</p>}
        {kept === null ? (
          <Options
            question={k.receiptTitle}
            options={[
              { label: k.print, onChoose: () => setKept('paper') },
              ...(hides ? [] : [{ label: k.qr, onChoose: () => setKept('qr') }]),
              { label: k.none, onChoose: end },
            ]}
          />
        ) : (
          <div className="kiosk-actions">
            <Button onClick={end}>{k.finish}</Button>
            <Button look="outline" onClick={() => setKept(null)}>
              {k.back}
            </Button>
          </div>
        )}
      </Page>
      <Paper payload={payload} statement={statement} />
    </>
  )
}
