import { useLocation } from 'wouter'
import { useFamily } from '../data/device/family.ts'
import { discard, type OtherItem, useOthersOutbox, useOutbox } from '../data/device/outbox.ts'
import { isSafe, useSession } from '../data/patient/session.ts'
import { nameOf } from '../features/people/names.ts'
import { LaterWords, useText } from '../text/text.tsx'
import { Button, ButtonLink } from '../ui/Button.tsx'

/** Screens that say themselves what waits of whom they are about. */
const SAID = ['/status', '/confirm']

/**
 * Above every screen: decisions that only this page holds, and that no answer has come for or that were refused, and what
 * waits until the page is about another person again. Nothing is said once its person has signed out.
 */
export function Waits() {
  const session = useSession()
  if (session.status === 'signed-out' && !session.ended) return null
  return (
    <LaterWords>
      <OwnWaits />
      <OthersWait />
    </LaterWords>
  )
}

/** Of whom this page is about: they are sent from any screen. */
function OwnWaits() {
  const { t } = useText()
  const [path] = useLocation()
  const held = useOutbox()?.filter(({ durable }) => !durable) ?? []
  const safe = isSafe(useSession())
  if (held.length === 0 || SAID.includes(path)) return null
  return (
    <div className="notice warning" role="status">
      <p>{held.some(({ state }) => state === 'signed') ? t.outbox.waits : t.outbox.refused}</p>
      {safe && <p>{t.outbox.exitDeletes}</p>}
      <div className="buttons">
        <ButtonLink to="/status" look="outline">
          {t.shell.toStatus}
        </ButtonLink>
      </div>
    </div>
  )
}

/** Of whom this page was about before: nothing of them is sent for anybody else. */
function OthersWait() {
  const { t } = useText()
  const others = useOthersOutbox()
  const family = useFamily()
  const safe = isSafe(useSession())
  const nameOfItem = ({ of }: OtherItem) => (of ? nameOf(t, { ...of, id: of.person }, family) : t.outbox.self)
  return others.map((item) => (
    <div key={item.id} className="notice warning" role="status">
      <p>{(item.state === 'signed' ? t.outbox.othersWait : t.outbox.othersRefused)(nameOfItem(item))}</p>
      {safe && <p>{t.outbox.exitDeletes}</p>}
      {!item.durable && (
        <div className="buttons">
          <Button look="text" onClick={() => void discard(item.id)}>
            {t.outbox.hide}
          </Button>
        </div>
      )}
    </div>
  ))
}
