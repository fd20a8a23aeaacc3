import { useState } from 'react'
import { discard, useOutbox } from '../../data/device/outbox.ts'
import { useText } from '../../text/text.tsx'
import { Button, ButtonLink } from '../../ui/Button.tsx'
import { Notice } from '../../ui/Notice.tsx'

/**
 * Decisions stored on this device that no server has acknowledged. None is said to have an effect. Of a signed one nobody
 * knows whether it was sent, so it is called neither sent nor not sent.
 */
export function UnsentDecisions() {
  const { t, format } = useText()
  const outbox = useOutbox()
  const [discarded, setDiscarded] = useState<string | null>(null)
  const d = t.databases
  return (
    <>
      {discarded && (
        <Notice key={discarded} kind="information" title={d.discardedTitle} takesFocus>
          <p>{d.discardedText}</p>
        </Notice>
      )}
      {outbox?.map((item) => (
        <section key={item.id} className="notice warning">
          <h2>
            {item.state === 'signed' ? (
              t.decisions.doubtTitle
            ) : (
              <>
                <span className="chip attention">{d.unsent}</span> {d.unsentTitle}
              </>
            )}
          </h2>
          <p>
            <strong>{item.draft.words.split('\n')[0]}</strong>
          </p>
          <p>
            {item.state === 'signed' ? t.decisions.doubtText : d.unsentText}{' '}
            {d.unsentKept(format.dateTime(item.kept_at))}
          </p>
          <div className="buttons">
            <ButtonLink to={`/confirm?unsent=${encodeURIComponent(item.id)}`}>{d.unsentSend}</ButtonLink>
            {item.state === 'unsent' && (
              <Button look="text" onClick={() => void discard(item.id).then(() => setDiscarded(item.id))}>
                {d.unsentDiscard}
              </Button>
            )}
          </div>
        </section>
      ))}
    </>
  )
}
