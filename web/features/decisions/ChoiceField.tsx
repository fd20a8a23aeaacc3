import type { Choice } from '../../../api/contract/patient.ts'
import { useText } from '../../text/text.tsx'
import { Radios } from '../../ui/form/Radios.tsx'
import { FIELDS } from './validate.ts'

/** Stop or allow: two options of one component, equal in size and weight. */
export function ChoiceField(props: {
  value: Choice | null
  error: string | undefined
  onChange(choice: Choice): void
}) {
  const { t } = useText()
  const d = t.decisions
  return (
    <Radios
      equal
      name={FIELDS.choice}
      legend={d.choice}
      options={[
        { value: 'stop', label: d.stop, hint: d.stopHint },
        { value: 'allow', label: d.allow, hint: d.allowHint },
      ]}
      value={props.value}
      error={props.error}
      onChange={props.onChange}
    />
  )
}
