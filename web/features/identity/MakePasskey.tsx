import { useRef, useState } from 'react'
import { Redirect } from 'wouter'
import { useSession } from '../../data/patient/session.ts'
import { useText } from '../../text/text.tsx'
import { ButtonLink } from '../../ui/Button.tsx'
import { Page } from '../../ui/Page.tsx'
import { Waiting } from '../../ui/Waiting.tsx'
import { Enrolment } from './Enrolment.tsx'

/** P2 本人確認: makes the passkey in a session that was just proofed. People who return here with a passkey go on. */
export function MakePasskey() {
  const { t } = useText()
  const session = useSession()
  const [recover, setRecover] = useState(false)
  const found = useRef<typeof session.status>(null)
  const i = t.identity

  if (session.status !== 'loading') found.current ??= session.status
  if (found.current === 'signed-in') return <Redirect to="/status" replace />
  if (session.status === 'loading') {
    return (
      <Page title={i.passkeyTitle}>
        <Waiting>{t.shell.waiting}</Waiting>
      </Page>
    )
  }
  if (session.status === 'signed-out') {
    return (
      <Page title={i.passkeyTitle}>
        <p>{i.needProof}</p>
        <div className="buttons">
          <ButtonLink to="/proofing">{i.proofTitle}</ButtonLink>
        </div>
      </Page>
    )
  }
  return <Enrolment key={String(recover)} recover={recover} onRecover={() => setRecover(true)} />
}
