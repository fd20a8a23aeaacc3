import type { PublicDatabase } from '../../../api/contract/catalogue.ts'
import { useText } from '../../text/text.tsx'
import { ButtonLink } from '../../ui/Button.tsx'
import { DoorFacts } from './DoorFacts.tsx'
import { Question } from './Question.tsx'

/** The doors at which a person can stop something outside of Erabu, each with the way to its letter. */
export function Doors(props: { of: PublicDatabase }) {
  const { t } = useText()
  const { id, doors } = props.of
  const l = t.letter
  if (doors.length === 0) return null
  return (
    <Question title={l.doors}>
      <p>{l.doorsText}</p>
      {doors.map((door, at) => (
        <div key={door.name.ja} className="stack tight">
          <DoorFacts door={door} />
          <ButtonLink to={`/databases/${id}/letter?door=${at}`} look="outline">
            {l.open}
          </ButtonLink>
        </div>
      ))}
    </Question>
  )
}
