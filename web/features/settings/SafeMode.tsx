import { useState } from 'react'
import { useOutbox } from '../../data/device/outbox.ts'
import { type Failure, failureOf } from '../../data/http/failure.ts'
import { usePasskeys } from '../../data/patient/passkeys.ts'
import { turnSafe } from '../../data/patient/safety.ts'
import { useSession } from '../../data/patient/session.ts'
import { useText } from '../../text/text.tsx'
import { Bullets } from '../../ui/Bullets.tsx'
import { Button } from '../../ui/Button.tsx'
import { FailureNotice } from '../../ui/FailureNotice.tsx'
import { Waiting } from '../../ui/Waiting.tsx'
import { AskForPasskey } from './AskForPasskey.tsx'

/** 人に見られたくないとき, on P10: what safe mode does, and the one tap that turns it on or off. */
export function SafeMode() {
  const { t } = useText()
  const session = useSession()
  const outbox = useOutbox()
  const [working, setWorking] = useState(false)
  const [failure, setFailure] = useState<Failure | null>(null)
  const s = t.safety
  if (session.status !== 'signed-in' && session.status !== 'proofed') return null
  // It is the setting of whoever signed in, also while they act for somebody.
  if (session.session.for) return null
  const { safe } = session.session
  const unsent = safe === undefined && (outbox?.length ?? 0) > 0

  function turn(on: boolean) {
    setWorking(true)
    setFailure(null)
    void turnSafe(on)
      .catch((error: unknown) => setFailure(failureOf(error)))
      .finally(() => setWorking(false))
  }

  return (
    <section className="section" aria-labelledby="safe">
      <h2 id="safe">{s.title}</h2>
      {safe && <p role="status">{safe === 'portal' ? s.byPortal : s.isOn}</p>}
      <Bullets items={s.about} />
      <p>{s.account}</p>
      {unsent && <p className="notice warning">{s.unsent}</p>}
      {failure?.code === 'assertion-required' ? (
        <AskOfAccount onDone={() => turn(false)} />
      ) : (
        <>
          {failure && <FailureNotice failure={failure} />}
          {working && <Waiting>{s.working}</Waiting>}
          {!working && !unsent && safe !== 'portal' && (
            <div className="buttons">
              <Button look="outline" onClick={() => turn(safe === undefined)}>
                {safe ? s.turnOff : s.turnOn}
              </Button>
            </div>
          )}
        </>
      )}
    </section>
  )
}

/** Off needs a passkey of this account that answers now. */
function AskOfAccount(props: { onDone(): void }) {
  const passkeys = usePasskeys()
  return passkeys.status === 'ready' ? (
    <AskForPasskey account={passkeys.value.user.id} onDone={props.onDone} />
  ) : null
}
