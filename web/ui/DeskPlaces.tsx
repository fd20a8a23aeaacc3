import type { Desk } from '../../api/contract/desk/staff.ts'
import { useText } from '../text/text.tsx'

/** Where forms on paper are taken: name, address, hours, and whom one calls. `phone` says that a number is one. */
export function DeskPlaces(props: { desks: Desk[]; phone(number: string): string }) {
  const { pick } = useText()
  return (
    <ul className="list">
      {props.desks.map(({ id, name, address, hours, phone }) => (
        <li key={id}>
          <strong>{pick(name)}</strong>
          <br />
          {pick(address)}
          <br />
          {pick(hours)}
          {phone && (
            <>
              <br />
              {props.phone(phone)}
            </>
          )}
        </li>
      ))}
    </ul>
  )
}
