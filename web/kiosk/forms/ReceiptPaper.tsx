import { useState } from 'react'
import { verifyAddress } from '../../data/decision/receipt-payload.ts'
import type { FormsMessages } from '../../text/ja/forms.ts'
import { Button } from '../../ui/Button.tsx'
import { Checkboxes } from '../../ui/form/Checkboxes.tsx'
import { Paper } from '../../ui/Paper.tsx'
import { QrCode } from '../../ui/QrCode.tsx'
import type { Said } from './said.ts'

/**
 * The receipt for the person at the window, on one page A4. It names nobody. What tells a database or this desk is on it
 * only when the person asks for that: a desk does not learn who is in safe mode, so everybody's receipt is alike.
 */
export function ReceiptPaper(props: { words: FormsMessages; receipt: Said['receipt'] & object }) {
  const { words, receipt } = props
  const [asked, setAsked] = useState<string[]>([])
  const named = asked.length > 0
  return (
    <>
      <Checkboxes
        name="named"
        legend={words.receiptHolds}
        values={asked}
        onChange={setAsked}
        options={[{ value: 'named', label: words.receiptNamed }]}
      />
      <div className="buttons">
        <Button onClick={() => window.print()}>{words.printReceipt}</Button>
      </div>
      <Paper>
        <p className="paper-title">{words.receiptTitle}</p>
        <p>{words.demo}</p>
        <p>
          {words.receiptNumber} <strong className="id">{receipt.number}</strong>
        </p>
        <p className="paper-statement">{named ? receipt.scope : receipt.unnamed}</p>
        <p>{words.receiptChange}</p>
        {named && (
          <>
            <QrCode
              value={verifyAddress(receipt.jws)}
              label={words.receiptCode}
              instead={words.receiptCode}
            />
            <p>{words.receiptCode}</p>
          </>
        )}
      </Paper>
    </>
  )
}
