import { useState } from 'react'
import { statementOf } from '../../text/decision-words.ts'
import { withoutRuby } from '../../text/ruby.ts'
import { useText } from '../../text/text.tsx'
import { Button } from '../../ui/Button.tsx'
import { saveAs } from '../../ui/save-as.ts'
import { payloadOf, verifyAddress } from './payload.ts'

/** Print, save as a picture or a file, share: whatever this device offers. */
export function ReceiptKeeping(props: { jws: string; nameOf(id: string): string }) {
  const { t, format } = useText()
  const [saved, setSaved] = useState(false)
  const { jws } = props
  const payload = payloadOf(jws)
  const r = t.receipts

  async function savePicture() {
    const { receiptPicture } = await import('./receipt-picture.ts')
    const picture = await receiptPicture(
      verifyAddress(jws),
      [
        `${t.shell.name} ${r.receiptTitle}`,
        payload.jti,
        format.dateTime(new Date(payload.iat * 1000)),
        statementOf(t, payload, props.nameOf),
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
      <Button look="outline" onClick={() => print()}>
        {r.print}
      </Button>
      <Button look="outline" onClick={() => void savePicture()}>
        {r.saveImage}
      </Button>
      <Button look="outline" onClick={saveFile}>
        {r.saveFile}
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
