import { useState } from 'react'
import { discard, type OutboxItem, useOutbox } from '../../data/device/outbox.ts'
import { isSafe, useSession } from '../../data/patient/session.ts'
import { useText } from '../../text/text.tsx'
import { Button, ButtonLink } from '../../ui/Button.tsx'
import { Notice } from '../../ui/Notice.tsx'

/**
 * Decisions that no server has acknowledged, stored on this device or held by this page. None is said to have an effect.
 * Of a signed one nobody knows whether it was sent, so it is called neither sent nor not sent.
 */
export function UnsentDecisions() {
  const { t } = useText()
  const outbox = useOutbox()
  const safe = isSafe(useSession())
  const [discarded, setDiscarded] = useState<string | null>(null)
  const o = t.outbox
  return (
    <>
      {discarded && (
        <Notice key={discarded} kind="information" title={o.discardedTitle} takesFocus>
          <p>{o.discardedText}</p>
        </Notice>
      )}
      {outbox?.map((item) => (
        <section key={item.id} className="notice warning">
          <h2>
            {item.state === 'signed' ? (
              t.decisions.doubtTitle
            ) : (
              <>
                <span className="chip attention">{o.unsent}</span> {o.title}
              </>
            )}
          </h2>
          <p>
            <strong>{item.draft.words.split('\n')[0]}</strong>
          </p>
          <p>
            {item.state === 'signed' ? t.decisions.doubtText : o.text} <Where item={item} />
          </p>
          {safe && <p>{o.exitDeletes}</p>}
          <div className="buttons">
            <ButtonLink to={`/confirm?unsent=${encodeURIComponent(item.id)}`}>{o.send}</ButtonLink>
            {item.state === 'unsent' && (
              <Button look="text" onClick={() => void discard(item.id).then(() => setDiscarded(item.id))}>
                {o.discard}
              </Button>
            )}
          </div>
        </section>
      ))}
    </>
  )
}

/** Where the decision is, and what ends it. */
function Where({ item }: { item: OutboxItem }) {
  const { t, format } = useText()
  if (item.durable) return t.outbox.kept(format.dateTime(item.kept_at))
  return item.state === 'signed' ? t.decisions.doubtNotKept : t.outbox.pageOnly
}
