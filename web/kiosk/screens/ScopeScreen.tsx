import { ScopeField } from '../../features/decisions/ScopeField.tsx'
import { useKiosk } from '../visit/kiosk-context.ts'
import { Question } from './Question.tsx'

/** K4 えらぶ: the scope of the decision. */
export function ScopeScreen() {
  const { progress, go } = useKiosk()
  const { draft, databases } = progress
  return (
    <Question
      step="scope"
      onAnswered={() => go({ screen: 'choice' })}
      onBack={() => go({ screen: 'databases' })}
    >
      {(errorOf) => (
        <ScopeField
          databases={databases.filter(({ stoppable }) => stoppable)}
          about={null}
          draft={draft}
          errorOf={errorOf}
          onChange={(change) => go({ draft: { ...draft, ...change } })}
        />
      )}
    </Question>
  )
}
