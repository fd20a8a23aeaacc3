import { useEffect, useState } from 'react'
import { useEnrolment } from '../../data/patient/ceremony.ts'
import { refreshPasskeys, usePasskeys } from '../../data/patient/passkeys.ts'
import { useText } from '../../text/text.tsx'
import { ButtonLink } from '../../ui/Button.tsx'
import { Loaded } from '../../ui/Loaded.tsx'
import { Page } from '../../ui/Page.tsx'
import { PasskeyAction } from '../../ui/passkey/PasskeyAction.tsx'
import { AskAgain } from './AskAgain.tsx'

/** P10 設定: adds a passkey, for another device or against loss. */
export function AddPasskey() {
  const { t } = useText()
  const passkeys = usePasskeys()
  if (passkeys.status === 'ready') return <Adding account={passkeys.value.user.id} />
  return (
    <Page title={t.passkeys.addTitle} failed={passkeys.status === 'failed'}>
      <Loaded value={passkeys}>{() => null}</Loaded>
    </Page>
  )
}

function Adding(props: { account: string }) {
  const [attempt, setAttempt] = useState(0)
  return <MakeOneMore key={attempt} account={props.account} onAsked={() => setAttempt(attempt + 1)} />
}

function MakeOneMore(props: { account: string; onAsked(): void }) {
  const { t } = useText()
  const ceremony = useEnrolment({ recover: false })
  const p = t.passkeys

  useEffect(() => {
    if (ceremony.phase === 'done') void refreshPasskeys()
  }, [ceremony.phase])

  if (ceremony.failure?.code === 'assertion-required')
    return <AskAgain account={props.account} onDone={props.onAsked} />
  const back = (
    <div className="buttons">
      <ButtonLink to="/settings" look={ceremony.phase === 'done' ? 'filled' : 'text'}>
        {p.back}
      </ButtonLink>
    </div>
  )
  if (ceremony.phase === 'done') {
    return (
      <Page key="done" title={p.addedTitle}>
        <p>{p.addedText}</p>
        {back}
      </Page>
    )
  }
  if (ceremony.failure?.code === 'account-exists') {
    return (
      <Page key="exists" title={p.existsTitle}>
        <p>{p.existsText}</p>
        {back}
      </Page>
    )
  }
  return (
    <Page key="make" title={p.addTitle} failed={ceremony.phase === 'failed'}>
      <p>{p.addText}</p>
      <p className="quiet">{t.identity.passkeyPrivate}</p>
      <PasskeyAction {...ceremony} label={t.identity.create} onStart={ceremony.start} />
      {back}
    </Page>
  )
}
