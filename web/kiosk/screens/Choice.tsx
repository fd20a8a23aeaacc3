import { ChoiceField } from '../../features/decisions/ChoiceField.tsx'
import { FIELDS } from '../../features/decisions/validate.ts'
import { useKiosk } from '../kiosk-context.ts'
import { Question } from './Question.tsx'

/** K4 えらぶ: stop or allow. */
export function Choice() {
  const { progress, go } = useKiosk()
  const { draft } = progress
  return (
    <Question
      fields={[FIELDS.choice]}
      onAnswered={() => go({ screen: 'confirm' })}
      onBack={() => go({ screen: 'scope' })}
    >
      {(errorOf) => (
        <ChoiceField
          value={draft.choice}
          error={errorOf(FIELDS.choice)}
          onChange={(choice) => go({ draft: { ...draft, choice } })}
        />
      )}
    </Question>
  )
}
