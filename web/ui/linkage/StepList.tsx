import type { LinkageView, Progress } from '../../../api/contract/patient.ts'
import { useText } from '../../text/text.tsx'
import { stepsOf } from './standing.ts'

/** The steps of a linkage's newest change: those done with their time, and those to come. `now`: the server's time. */
export function StepList(props: { linkage: LinkageView; progress: Progress; now: Date }) {
  const { t, format } = useText()
  const d = t.databases
  return (
    <ol className="steps" aria-label={d.progress}>
      {stepsOf(props.linkage, props.progress).map(({ name, at }) => (
        <li key={name} className={at ? 'done' : undefined}>
          {at ? d.stepDone(d.steps[name], format.moment(at, props.now)) : d.stepNext(d.steps[name])}
        </li>
      ))}
    </ol>
  )
}
