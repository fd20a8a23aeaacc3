import { type FormEvent, useState } from 'react'
import { useText } from '../../text/text.tsx'
import { Button } from '../../ui/Button.tsx'
import { ErrorSummary } from '../../ui/form/ErrorSummary.tsx'
import { FileField } from '../../ui/form/FileField.tsx'
import { TextArea } from '../../ui/form/TextArea.tsx'

const TEXT = 'receipt-text'

/** Takes a receipt as text or as a file. A file is verified as soon as it is chosen. */
export function VerifyForm(props: { onVerify(text: string): void }) {
  const { t } = useText()
  const [text, setText] = useState('')
  const [missing, setMissing] = useState(false)
  const r = t.receipts

  function submit(event: FormEvent) {
    event.preventDefault()
    setMissing(text.trim() === '')
    if (text.trim() !== '') props.onVerify(text)
  }

  return (
    <form className="page" onSubmit={submit} noValidate>
      {missing && <ErrorSummary errors={[{ field: TEXT, text: r.needReceipt }]} />}
      <p>{r.verifyLead}</p>
      <TextArea
        id={TEXT}
        label={r.paste}
        hint={r.pasteHint}
        error={missing ? r.needReceipt : undefined}
        value={text}
        onChange={(next) => {
          setText(next)
          setMissing(false)
        }}
      />
      <div className="buttons">
        <Button type="submit">{r.verify}</Button>
      </div>
      <FileField
        id="receipt-file"
        label={r.file}
        hint={r.fileHint}
        accept=".jwt,.txt,application/jwt,text/plain"
        onText={props.onVerify}
      />
    </form>
  )
}
