import { useState } from 'react'
import { type Failure, failureOf, isTransient } from '../../data/http/failure.ts'
import { sayNotMe, type Taken } from '../../data/patient/cases.ts'
import { useSession } from '../../data/patient/session.ts'
import { useText } from '../../text/text.tsx'
import { Bullets } from '../../ui/Bullets.tsx'
import { Button, ButtonLink } from '../../ui/Button.tsx'
import { FailureNotice } from '../../ui/FailureNotice.tsx'
import { Page } from '../../ui/Page.tsx'
import { Waiting } from '../../ui/Waiting.tsx'
import { NotMeTaken } from './NotMeTaken.tsx'

const BACK = '/me'

/** P17 for somebody whom the portal took for another person: whom to ask, and one thing to tell the operator. */
export function NotMe() {
  const { t } = useText()
  const session = useSession()
  const [sending, setSending] = useState(false)
  const [failure, setFailure] = useState<Failure | null>(null)
  const [taken, setTaken] = useState<Taken | null>(null)
  const c = t.cases
  const p = c.person

  if (taken) return <NotMeTaken taken={taken} signedIn={session.status === 'signed-in'} />

  async function send() {
    setSending(true)
    setFailure(null)
    await sayNotMe()
      .then(setTaken, (error: unknown) => setFailure(failureOf(error)))
      .finally(() => setSending(false))
  }

  return (
    <Page title={p.title} failed={failure !== null} back={BACK}>
      {failure && (
        <FailureNotice failure={failure}>
          <p>{isTransient(failure) && failure.code !== 'rate-limited' ? p.unsure : p.notTaken}</p>
        </FailureNotice>
      )}
      <p>{p.now}</p>
      <p>{p.whom}</p>
      <section className="stack tight">
        <h2>{c.nextTitle}</h2>
        <Bullets items={p.next} />
      </section>
      <div className="buttons">
        {sending ? <Waiting>{c.sending}</Waiting> : <Button onClick={() => void send()}>{c.send}</Button>}
        <ButtonLink to={BACK} look="outline">
          {c.leave}
        </ButtonLink>
      </div>
    </Page>
  )
}
