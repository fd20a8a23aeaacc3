import { namedIn } from '../../data/decision/covers.ts'
import { payloadOf, verifyAddress } from '../../data/decision/receipt-payload.ts'
import { useActingFor } from '../../data/patient/acting.ts'
import { isSafe, useSession } from '../../data/patient/session.ts'
import { type Named, nameOfDatabase, statementOf } from '../../text/decision-words.ts'
import { LANGUAGES } from '../../text/language.ts'
import { useText } from '../../text/text.tsx'
import { Paper } from '../../ui/Paper.tsx'
import { QrCode } from '../../ui/QrCode.tsx'
import { byWhom } from './by-whom.ts'
import { useShownWords } from './shown-words.ts'

/** Characters of a statement beyond which it is set in small type, so that the page holds it. */
const LONG = 160
/** Names of databases that a page holds in large type, and in small type. */
const MOST_LARGE = 8
const MOST = 20

/** The receipt on one page A4. No name, no insurer number. In safe mode nothing that tells a database. */
export function ReceiptPaper(props: { jws: string; databases: Named[] }) {
  const { t, pick, format } = useText()
  const { jws, databases } = props
  const hides = isSafe(useSession())
  const payload = payloadOf(jws)
  const by = byWhom(t, payload, useActingFor() !== null)
  const words = useShownWords(payload, databases)
  const nameOf = nameOfDatabase(databases, pick, t.receipts.unnamed)
  const r = t.receipts
  const statement = statementOf(t, payload, nameOf)
  // A scope that names databases says so in the statement.
  const covered = namedIn(payload.scope).length > 0 ? null : payload.databases

  return (
    <Paper>
      <p className="paper-title">
        {t.shell.name} {r.receiptTitle}
      </p>
      <p className={statement.length > LONG ? 'paper-statement long' : 'paper-statement'}>{statement}</p>
      <dl className="paper-facts">
        {by !== null && (
          <>
            <dt>{r.byWhom}</dt>
            <dd>{by}</dd>
          </>
        )}
        <dt>{r.recordedAt}</dt>
        <dd>{format.dateTime(new Date(payload.iat * 1000))}</dd>
        <dt>{r.number}</dt>
        <dd>
          <strong className="id">{payload.jti}</strong>
        </dd>
        {covered && (
          <>
            <dt>{r.covers}</dt>
            <dd className={covered.length > MOST_LARGE ? 'long' : undefined}>
              {covered.slice(0, MOST).map(nameOf).join(t.reach.between) || r.coversNone}
              {covered.length > MOST && r.others(covered.length - MOST)}
            </dd>
          </>
        )}
      </dl>
      <div className="paper-proof">
        {!hides && <QrCode value={verifyAddress(jws)} label={r.qr} instead={r.qrNone} />}
        <div>
          <p>{hides ? r.hidden : r.qrText}</p>
          <p>{r.validNow}</p>
          <h2>{t.decisions.undo}</h2>
          <p>{t.decisions.undoText}</p>
          <p>{r.changeAt(location.host)}</p>
        </div>
      </div>
      {(typeof words === 'object' || !hides) && <h2>{r.wordsTitle}</h2>}
      {typeof words === 'object' ? (
        <ul className="paper-words" lang={LANGUAGES[words.language].tag}>
          {words.lines
            .filter((line) => line !== statement)
            .map((line) => (
              <li key={line}>✓ {line}</li>
            ))}
        </ul>
      ) : (
        // It points to the version below, which is not there in safe mode.
        !hides && <p>{r.wordsUnknown}</p>
      )}
      <p className="paper-small">
        {!hides && (
          <>
            {r.textVersion}: <span className="id">{payload.text}</span>
            <br />
          </>
        )}
        {r.issuer}: <span className="id">{payload.iss}</span>
        <br />
        {t.shell.demo}
      </p>
    </Paper>
  )
}
