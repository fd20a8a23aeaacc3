import type { Choice, DatabaseView, Scope } from '../../../api/contract/patient.ts'
import { useActingFor } from '../../data/patient/acting.ts'
import { useDecision } from '../../data/patient/decide.ts'
import { decisionWords, nameOfDatabase } from '../../text/decision-words.ts'
import { useText } from '../../text/text.tsx'
import { ConfirmView } from './ConfirmView.tsx'
import { addressOf } from './step.ts'

/** Confirms the draft of P6. `from`: the query of that page, for the links that change the draft. */
export function ConfirmDraft(props: {
  from: string
  choice: Choice
  scope: Scope
  databases: DatabaseView[]
}) {
  const { t, pick, language } = useText()
  const { choice, scope } = props
  const nameOf = nameOfDatabase(props.databases, pick)
  const relation = useActingFor()?.relation
  const words = decisionWords(t, { choice, scope, for: relation }, nameOf)
  const draft = { choice, scope, words, locale: language, ...(relation ? { for: relation } : {}) }
  const deciding = useDecision(draft)
  return (
    <ConfirmView
      draft={draft}
      deciding={deciding}
      databases={props.databases}
      changeTo={addressOf('choice', props.from)}
    />
  )
}
