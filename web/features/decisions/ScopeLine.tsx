import { Link } from 'wouter'
import type { DatabaseView, Scope } from '../../../api/contract/patient.ts'
import { nameOfDatabase, scopeWords } from '../../text/decision-words.ts'
import { useText } from '../../text/text.tsx'

/** What the decision is about, as a line with the way back to that question. */
export function ScopeLine(props: { scope: Scope; databases: DatabaseView[]; changeAt: string }) {
  const { t, pick } = useText()
  const d = t.decisions
  return (
    <p className="scope-line">
      <span>
        {d.about}
        <strong>{scopeWords(t, props.scope, nameOfDatabase(props.databases, pick))}</strong>
      </span>{' '}
      <Link className="card-action" to={props.changeAt}>
        {d.changeScope}
      </Link>
    </p>
  )
}
