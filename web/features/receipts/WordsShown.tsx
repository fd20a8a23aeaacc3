import type { DatabaseView, ReceiptPayload } from '../../../api/contract/patient.ts'
import { LANGUAGES } from '../../text/language.ts'
import { useText } from '../../text/text.tsx'
import { Bullets } from '../../ui/Bullets.tsx'
import { Details } from '../../ui/Details.tsx'
import { Waiting } from '../../ui/Waiting.tsx'
import { useShownWords } from './shown-words.ts'

/** The version of the text that the decision was made on: its words where they are known, and always its code. */
export function WordsShown(props: { payload: ReceiptPayload; databases: DatabaseView[] }) {
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
      </p>
    </Details>
  )
}
