import { useState } from 'react'
import { payloadOf, verifyAddress } from '../../data/decision/receipt-payload.ts'
import { type Named, nameOfDatabase, statementOf } from '../../text/decision-words.ts'
import { withoutRuby } from '../../text/ruby.ts'
import { useText } from '../../text/text.tsx'
import { Button } from '../../ui/Button.tsx'
import { saveAs } from '../../ui/save-as.ts'
import { printReceipt } from './print-receipt.ts'

/** Print, save as a picture or a file, share: whatever this device offers. */
export function ReceiptKeeping(props: { jws: string; databases: Named[] }) {
  const { t, format, pick } = useText()
  const [saved, setSaved] = useState(false)
  const { jws } = props
  const payload = payloadOf(jws)
  const r = t.receipts
  const nameOf = nameOfDatabase(props.databases, pick, r.unnamed)

  async function savePicture() {
    const { receiptPicture } = await import('./receipt-picture.ts')
    const picture = await receiptPicture(
      verifyAddress(jws),
      [
        `${t.shell.name} ${r.receiptTitle}`,
        payload.jti,
        format.dateTime(new Date(payload.iat * 1000)),
        statementOf(t, payload, nameOf),
        t.shell.demo,
      ].map(withoutRuby),
    )
    saveAs(picture, `${payload.jti}.png`)
    setSaved(true)
  }

  function saveFile() {
    saveAs(new Blob([jws], { type: 'application/jwt' }), `${payload.jti}.jwt`)
    setSaved(true)
  }

  return (
    <div className="buttons">
      <Button look="outline" onClick={() => void savePicture()}>
        {r.saveImage}
      </Button>
      <Button look="outline" onClick={saveFile}>
        {r.saveFile}
      </Button>
      <Button look="outline" onClick={() => void printReceipt(verifyAddress(jws))}>
        {r.print}
      </Button>
      {'share' in navigator && (
        <Button
          look="outline"
          onClick={() => {
            // Closing the share sheet rejects, which is no error.
            navigator.share({ title: withoutRuby(r.shareTitle), url: verifyAddress(jws) }).catch(() => {})
          }}
        >
          {r.share}
        </Button>
      )}
      <p role="status">{saved && r.saved}</p>
    </div>
  )
}
