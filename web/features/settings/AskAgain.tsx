import { useText } from '../../text/text.tsx'
import { ButtonLink } from '../../ui/Button.tsx'
import { Page } from '../../ui/Page.tsx'
import { PasskeyAction } from '../../ui/passkey/PasskeyAction.tsx'
import { useSignInThen } from './sign-in-then.ts'

/** Asks for one of the account's passkeys before the account changes. What was begun then continues by itself. */
export function AskAgain(props: { account: string; onDone(): void }) {
  const { t } = useText()
  const ceremony = useSignInThen(props.account, props.onDone)
  return (
    <Page key="ask" title={t.passkeys.askTitle} failed={ceremony.phase === 'failed'}>
      <p>{t.passkeys.askText}</p>
      <PasskeyAction {...ceremony} label={t.identity.signIn} onStart={ceremony.start} />
      <div className="buttons">
        <ButtonLink to="/settings" look="text">
          {t.passkeys.back}
        </ButtonLink>
      </div>
    </Page>
  )
}
