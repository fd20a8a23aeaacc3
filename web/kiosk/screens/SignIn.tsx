import { useEffect } from 'react'
import { Button } from '../../ui/Button.tsx'
import { Page } from '../../ui/Page.tsx'
import { useCardSignIn } from '../card/ceremonies.ts'
import { useKiosk } from '../visit/kiosk-context.ts'
import { CardAction } from './CardAction.tsx'

/** K2 本人確認 with a registered card. */
export function SignIn() {
  const { k, go } = useKiosk()
  const ceremony = useCardSignIn()
  const done = ceremony.phase === 'done'
  useEffect(() => {
    if (done) go({ screen: 'databases' })
  }, [done, go])
  return (
    <Page title={k.signInTitle} failed={ceremony.phase === 'failed'}>
      <p>{k.signInLead}</p>
      <CardAction {...ceremony} label={k.signIn} onStart={ceremony.start}>
        <Button look="outline" onClick={() => go({ screen: 'before' })}>
          {k.back}
        </Button>
      </CardAction>
    </Page>
  )
}
