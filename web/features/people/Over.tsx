import { useState } from 'react'
import { useLocation } from 'wouter'
import { type Failure, failureOf } from '../../data/http/failure.ts'
import { beSelf } from '../../data/patient/acting.ts'
import { useText } from '../../text/text.tsx'
import { Button, ButtonLink } from '../../ui/Button.tsx'
import { FailureNotice } from '../../ui/FailureNotice.tsx'
import { Page } from '../../ui/Page.tsx'
import { Waiting } from '../../ui/Waiting.tsx'

/** Acting has ended: by time, or because the portal says so no more. What was kept, and the ways on. */
export function Over(props: { why: 'time' | 'withdrawn' }) {
  const { t } = useText()
  const p = t.people
  return (
    <Page title={props.why === 'time' ? p.overTitle : p.withdrawnTitle}>
      {props.why === 'withdrawn' && <p>{p.withdrawn}</p>}
      <p>{p.kept}</p>
      <p>{props.why === 'time' ? p.on : p.onWithdrawn}</p>
      <BackToSelf proofAgain />
    </Page>
  )
}

/** A screen about oneself is asked for while one acts for somebody. */
export function NotWhileActing() {
  const { t } = useText()
  const p = t.people
  return (
    <Page title={p.ownTitle}>
      <p>{p.own}</p>
      <BackToSelf />
      <div className="buttons">
        <ButtonLink to="/status" look="outline">
          {p.toState}
        </ButtonLink>
      </div>
    </Page>
  )
}

/** Becomes oneself again. The page that was asked for then opens, or with `proofAgain` the status or a proofing. */
function BackToSelf(props: { proofAgain?: boolean }) {
  const { t } = useText()
  const [, navigate] = useLocation()
  const [leaving, setLeaving] = useState(false)
  const [failure, setFailure] = useState<Failure | null>(null)
  const p = t.people

  async function leave(to: string | null) {
    setLeaving(true)
    setFailure(null)
    await beSelf(() => to !== null && navigate(to)).catch((error: unknown) => {
      setLeaving(false)
      setFailure(failureOf(error))
    })
  }

  if (leaving) return <Waiting>{p.leaving}</Waiting>
  return (
    <>
      {failure && <FailureNotice failure={failure} />}
      <div className="buttons">
        <Button onClick={() => void leave(props.proofAgain ? '/status' : null)}>{p.back}</Button>
        {props.proofAgain && (
          <Button look="outline" onClick={() => void leave('/proofing')}>
            {p.toPortalAgain}
          </Button>
        )}
      </div>
    </>
  )
}
