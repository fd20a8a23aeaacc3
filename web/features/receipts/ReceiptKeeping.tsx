import { useState } from 'react'
import { payloadOf, verifyAddress } from '../../data/decision/receipt-payload.ts'
import { useActingFor } from '../../data/patient/acting.ts'
import { isSafe, useSession } from '../../data/patient/session.ts'
import { type Named, nameOfDatabase, statementOf } from '../../text/decision-words.ts'
import { withoutRuby } from '../../text/ruby.ts'
import { useText } from '../../text/text.tsx'
import { Button } from '../../ui/Button.tsx'
import { Details } from '../../ui/Details.tsx'
import { saveAs } from '../../ui/save-as.ts'
import { byWhom } from './by-whom.ts'
import { printReceipt } from './print-receipt.ts'

/** Print, save as a picture or a file, share: whatever this device offers. In safe mode paper without names, and the file apart. */
export function ReceiptKeeping(props: { jws: string; databases: Named[] }) {
  const { t, format, pick } = useText()
  const [saved, setSaved] = useState(false)
  const hides = isSafe(useSession())
  const { jws } = props
  const payload = payloadOf(jws)
  const by = byWhom(t, payload, useActingFor() !== null)
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
        ...(by === null ? [] : [by]),
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

  const file = (
    <Button look="outline" onClick={saveFile}>
      {r.saveFile}
    </Button>
  )
  if (hides)
    return (
      <div className="stack">
        <div className="buttons">
          <Button look="outline" onClick={() => print()}>
            {r.print}
          </Button>
        </div>
        <Details summary={r.hiddenFile}>
          <p>{r.hiddenFileText}</p>
          <div className="buttons">{file}</div>
        </Details>
        <p role="status">{saved && r.saved}</p>
      </div>
    )
  return (
    <div className="buttons">
      <Button look="outline" onClick={() => void savePicture()}>
        {r.saveImage}
      </Button>
      {file}
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
