import { useText } from '../../text/text.tsx'
import { PasskeyAction } from '../../ui/passkey/PasskeyAction.tsx'
import { useSignInThen } from './sign-in-then.ts'

/** Asks for one of the account's passkeys within a page. What was begun then continues by itself. */
export function AskForPasskey(props: { account: string; onDone(): void }) {
  const { t } = useText()
  const ceremony = useSignInThen(props.account, props.onDone)
  return (
    <>
      <p>{t.passkeys.askText}</p>
      <PasskeyAction {...ceremony} label={t.identity.signIn} onStart={ceremony.start} />
    </>
  )
}
