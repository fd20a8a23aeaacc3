import { useState } from 'react'
import { useDatabases } from '../../data/patient/databases.ts'
import { useText } from '../../text/text.tsx'
import { Button } from '../../ui/Button.tsx'
import { ReceiptKeeping } from './ReceiptKeeping.tsx'
import { ReceiptPaper } from './ReceiptPaper.tsx'

/** 控えを保存する: one button that opens the ways to save a receipt, for the page that reports a decision. */
export function KeepReceipt(props: { jws: string }) {
  const { t } = useText()
  const answer = useDatabases()
  const [open, setOpen] = useState(false)
  const databases = answer.status === 'ready' ? answer.value.databases : []
  return (
    <div className="stack">
      <div className="buttons">
        <Button aria-expanded={open} onClick={() => setOpen(!open)}>
          {t.receipts.keep}
        </Button>
      </div>
      {open && <ReceiptKeeping jws={props.jws} databases={databases} />}
      <ReceiptPaper jws={props.jws} databases={databases} />
    </div>
  )
}
