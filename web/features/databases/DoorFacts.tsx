import type { Door } from '../../../api/contract/facts.ts'
import { useText } from '../../text/text.tsx'
import { Rows } from '../../ui/Rows.tsx'

/** Where a door is, what is asked there, when it is open and what to bring. What no source says is not made up. */
export function DoorFacts(props: { door: Door }) {
  const { t, pick } = useText()
  const { name, what, hours, bring } = props.door
  const l = t.letter
  return (
    <Rows
      rows={[
        { term: l.door, value: pick(name) },
        { term: l.asked, value: pick(what) },
        { term: l.hours, value: hours ? pick(hours) : l.unknown },
        { term: l.bring, value: bring ? pick(bring) : l.unknown },
      ]}
    />
  )
}
