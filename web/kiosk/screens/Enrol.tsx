import { useEffect, useState } from 'react'
import { Button } from '../../ui/Button.tsx'
import { Page } from '../../ui/Page.tsx'
import { useCardEnrolment } from '../card/ceremonies.ts'
import { useKiosk } from '../visit/kiosk-context.ts'
import { CardAction } from './CardAction.tsx'
import { Options } from './Options.tsx'

/** K2 本人確認: registers the card of a person whom the portal has just identified. */
export function Enrol() {
  const [recover, setRecover] = useState(false)
  return <EnrolCard key={String(recover)} recover={recover} onRecover={() => setRecover(true)} />
}

function EnrolCard(props: { recover: boolean; onRecover(): void }) {
  const { k, go } = useKiosk()
  const ceremony = useCardEnrolment(props.recover)
  const code = ceremony.failure?.code
  const next = ceremony.phase === 'done' ? 'me' : code === 'proofing-required' ? 'proof' : null
  useEffect(() => {
    if (next) go({ screen: next })
  }, [next, go])

  if (code === 'account-exists')
    return (
      <Page key="exists" title={k.existsTitle}>
        <p>{k.exists}</p>
        <Options
          options={[
            { label: k.useExisting, onChoose: () => go({ screen: 'sign-in' }) },
            { label: k.recover, onChoose: props.onRecover },
          ]}
        />
      </Page>
    )
  return (
    <Page key="make" title={k.enrolTitle} failed={ceremony.phase === 'failed'}>
      <p>{k.enrolLead}</p>
      <CardAction {...ceremony} label={k.enrol} onStart={ceremony.start}>
        {ceremony.phase === 'failed' && (
          <Button look="outline" onClick={() => go({ screen: 'method' })}>
            {k.back}
          </Button>
        )}
      </CardAction>
    </Page>
  )
}
