import type { Choice, DatabasesAnswer } from '../../../api/contract/patient.ts'
import { useText } from '../../text/text.tsx'
import { SOON_S } from '../../ui/linkage/soon.ts'

/** When databases are told of a decision, and why not at once. */
export function ToldWhen(props: {
  choice: Choice
  /** Undefined in an answer that an older version stored on this device. */
  publishing: DatabasesAnswer['publishing'] | undefined
}) {
  const { t, format } = useText()
  const { choice, publishing } = props
  if (!publishing) return null
  const within = choice === 'stop' ? publishing.stop_within_s : publishing.allow_within_s
  return <p>{within <= SOON_S ? t.decisions.reachSoon : t.decisions.reachWithin(format.wait(within))}</p>
}
