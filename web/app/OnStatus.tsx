import { Link } from 'wouter'
import { useActingFor } from '../data/patient/acting.ts'
import { Unread } from '../features/messages/Unread.tsx'
import { Asked } from '../features/people/Asked.tsx'
import { Offer } from '../features/people/Offer.tsx'
import { Events } from '../features/record/Events.tsx'
import { useText } from '../text/text.tsx'
import { NewPasskeys } from './NewPasskeys.tsx'

// One file for what P4 loads later and what leads on from there: each file costs the first load a name.
export { OtherDatabases } from '../features/databases/OtherDatabases.tsx'
export { MyMessages } from '../features/messages/Messages.tsx'
export { Asked } from '../features/people/Asked.tsx'
export { Events } from '../features/record/Events.tsx'

/** The way to P18, for whoever misses records. */
function MissingLink() {
  const { t } = useText()
  return (
    <p className="card-links">
      <Link className="card-action" to="/missing">
        {t.missing.link}
      </Link>
    </p>
  )
}

/** What stands above everything else on P4. While one acts for somebody, nothing of one's own does. */
export function StatusNews() {
  if (useActingFor()) return null
  return (
    <>
      <NewPasskeys />
      <Unread above />
      <Offer />
      <Asked />
    </>
  )
}

/** What happened lately on P4, and how many messages are new. */
export function StatusEvents() {
  const acting = useActingFor()
  return (
    <>
      {!acting && <Unread />}
      <Events />
      {!acting && <MissingLink />}
    </>
  )
}
