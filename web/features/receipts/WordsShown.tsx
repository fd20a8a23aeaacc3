import type { ReceiptPayload } from '../../../api/contract/patient.ts'
import type { Named } from '../../text/decision-words.ts'
import { LANGUAGES } from '../../text/language.ts'
import { useText } from '../../text/text.tsx'
import { Bullets } from '../../ui/Bullets.tsx'
import { Details } from '../../ui/Details.tsx'
import { Waiting } from '../../ui/Waiting.tsx'
import { useShownWords } from './shown-words.ts'

/** What the decision was made on: the words where they are known, always their version, and who issued the receipt. */
export function WordsShown(props: { payload: ReceiptPayload; databases: Named[] }) {
  const { t } = useText()
  const words = useShownWords(props.payload, props.databases)
  const r = t.receipts
  return (
    <Details summary={r.wordsTitle}>
      {words === 'loading' && <Waiting>{t.shell.waiting}</Waiting>}
      {words === 'unknown' && <p>{r.wordsUnknown}</p>}
      {typeof words === 'object' && (
        <div className="stack tight" lang={LANGUAGES[words.language].tag}>
          <Bullets items={words.lines} />
        </div>
      )}
      <p>
        {r.textVersion}: <span className="id">{props.payload.text}</span>
        <br />
        {r.issuer}: <span className="id">{props.payload.iss}</span>
      </p>
    </Details>
  )
}
