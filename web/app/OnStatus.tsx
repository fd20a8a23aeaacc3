import { Link } from 'wouter'
import { useActingFor } from '../data/patient/acting.ts'
import { UnsentDecisions } from '../features/databases/UnsentDecisions.tsx'
import { Unread } from '../features/messages/Unread.tsx'
import { Asked } from '../features/people/Asked.tsx'
import { Offer } from '../features/people/Offer.tsx'
import { Events } from '../features/record/Events.tsx'
import { useText } from '../text/text.tsx'
import { NewPasskeys } from './NewPasskeys.tsx'
import { Waits } from './Waits.tsx'

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

/** What stands above everything else on P4. While one acts for somebody, only what waits of theirs does. */
export function StatusNews() {
  const acting = useActingFor()
  return (
    <>
      {!acting && <NewPasskeys />}
      {!acting && <Unread above />}
      {!acting && <Offer />}
      {!acting && <Asked />}
      <Waits />
      <UnsentDecisions />
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
