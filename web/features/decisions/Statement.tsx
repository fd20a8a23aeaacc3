import { Link } from 'wouter'
import type { IntentDraft } from '../../data/patient/decide.ts'
import { LANGUAGES } from '../../text/language.ts'
import { useText } from '../../text/text.tsx'

/** Exactly the words that the decision commits to, in the language of the choice. */
export function Statement(props: { draft: IntentDraft; changeTo: string | null }) {
  const { t } = useText()
  const { draft, changeTo } = props
  const [statement, ...consequences] = draft.words.split('\n')
  const d = t.decisions
  return (
    <section className="card key">
      <h2>{d.yourDecision}</h2>
      <div className="stack" lang={LANGUAGES[draft.locale].tag}>
        <p className="statement">{statement}</p>
        <ul className="list">
          {consequences.map((line) => (
            <li key={line}>{line}</li>
          ))}
        </ul>
      </div>
      {changeTo && (
        <p className="card-links">
          <Link className="card-action" to={changeTo}>
            {d.change}
          </Link>
        </p>
      )}
    </section>
  )
}
